"""The Dockerfile without Docker: every step of it, in a fresh Debian below a scratch folder, as far as this machine can.

    python benchmarks/container.py SCRATCH [--arg ENGINE=transformers] [--carry PATH] [--pass NAME] [--then 'COMMAND'] [-- WORDS]

Wants root on a Debian with debootstrap and a mirror. FROM becomes a bootstrapped system, RUN a process whose root and
process numbers are its own, COPY the files that git knows less .dockerignore. Then ENTRYPOINT is started with CMD (or WORDS),
asked by HEALTHCHECK until it is well, each `--then` is run beside it, and it is ended as Docker would. `--carry` copies a
file or folder of this machine there first (a mirror's settings, certificates), `--pass` hands over a variable.

It does not know: what Docker's own base image lacks or has more, its seccomp profile, volumes, and how large layers are.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
KNOWN = frozenset({"FROM", "ARG", "ENV", "RUN", "COPY", "WORKDIR", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"})  # fmt: skip


class Step(NamedTuple):
    what: str
    words: str


def steps(text: str) -> list[Step]:
    """The instructions of a Dockerfile in order. ValueError for one that is not known here."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n", " ", "\n".join(lines))
    found = [Step(*line.split(maxsplit=1)) for line in whole.splitlines() if line.strip()]
    for step in found:
        if step.what not in KNOWN:
            raise ValueError(f"{step.what} is not known here")
    return found


def context(root: Path) -> list[Path]:
    """Files that are sent to a build: those that git knows, less what .dockerignore names."""
    said = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True)  # fmt: skip
    lines = [line.strip() for line in (root / ".dockerignore").read_text().splitlines()]
    patterns = [line for line in lines if line and not line.startswith("#")]

    def left_out(file: Path) -> bool:
        """`**/NAME` at any depth, else at the top."""
        return any(
            fnmatch.fnmatch(part, pattern.removeprefix("**/"))
            for pattern in patterns
            for part in (file.parts if pattern.startswith("**/") else file.parts[:1])
        )

    files = map(Path, said.stdout.splitlines())
    return [file for file in files if not left_out(file) and (root / file).is_file()]


class Image:
    def __init__(self, tree: Path, passed: dict[str, str]) -> None:
        self.tree, self.env, self.user, self.folder = (
            tree,
            {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"} | passed,
            "root",
            "/",
        )
        self.args: dict[str, str] = {}
        self.entry: list[str] = []
        self.command: list[str] = []
        self.health: list[str] = []

    def start(self, words: list[str], **more: object) -> subprocess.Popen[bytes]:
        """A process in it, with its own numbers and mounts, which end with it."""
        env = [f"{name}={value}" for name, value in (self.args | self.env).items()]
        inner = (
            'mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"; cd /; exec chroot --userspec="$1" "$0" "${@:2}"'
        )
        ids = f"{self.user}:{self.user}"
        return subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "bash", "-ec", inner,
             str(self.tree), ids, "env", "-i", *env, "sh", "-c", 'cd "$0" && exec "$@"', self.folder, *words],
            **more,  # type: ignore[call-overload]
        )  # fmt: skip

    def run(self, words: list[str]) -> int:
        return self.start(words).wait()


def timed(name: str, work: object) -> None:
    began = time.monotonic()
    print(f"\n=== {name}", flush=True)
    code = work()  # type: ignore[operator]
    print(f"=== {time.monotonic() - began:.0f} s, exit code {code or 0}", flush=True)
    if code:
        sys.exit(f"a step failed: {name}")


def build(image: Image, given: dict[str, str], carried: list[Path], mirror: str, built: bool) -> None:
    """All steps of the Dockerfile; where it is `built`, only what they set."""
    for step in steps((ROOT / "Dockerfile").read_text()):
        name, words = f"{step.what} {step.words}"[:160], step.words
        if built and step.what in ("FROM", "COPY", "RUN"):
            continue
        if step.what == "FROM":
            suite = re.fullmatch(r"debian:(\w+)-slim", words)
            assert suite, words
            command = ["debootstrap", "--variant=minbase", suite[1], str(image.tree), *([mirror] if mirror else [])]
            timed(name, lambda c=command: subprocess.call(c, stdout=subprocess.DEVNULL))
            for path in carried:
                there = image.tree / path.relative_to("/")
                there.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree(path, there, dirs_exist_ok=True) if path.is_dir() else shutil.copy(path, there))
        elif step.what == "ARG":
            key, _, default = words.partition("=")
            if key in given or default:
                image.args[key] = given.get(key, default)
        elif step.what == "ENV":
            image.env |= dict(part.split("=", 1) for part in shlex.split(words))
        elif step.what == "WORKDIR":
            image.folder = words
            (image.tree / words.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif step.what == "COPY":
            assert words == ". .", words
            files = context(ROOT)
            for file in files:
                place = image.tree / image.folder.lstrip("/") / file
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, place)
            print(f"\n=== {name}: {len(files)} files", flush=True)
        elif step.what == "RUN":
            timed(name, lambda w=words: image.run(["sh", "-c", w]))
        elif step.what == "USER":
            image.user = words
        elif step.what == "ENTRYPOINT":
            image.entry = json.loads(words)
        elif step.what == "CMD":
            image.command = json.loads(words)
        elif step.what == "HEALTHCHECK":
            image.health = ["sh", "-c", words.split("CMD", 1)[1].strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the steps of the Dockerfile here.")
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE", help="as docker build --build-arg")
    parser.add_argument("--carry", action="append", default=[], type=Path, metavar="PATH")
    parser.add_argument("--pass", action="append", default=[], metavar="NAME", dest="passed")
    parser.add_argument("--mirror", default="", help="default: debootstrap's own")
    parser.add_argument("--then", action="append", default=[], metavar="COMMAND")
    parser.add_argument("--built", action="store_true", help="the steps were run there before: only start it")
    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    given, words = parser.parse_args(sys.argv[1:at]), sys.argv[at + 1 :]  # `words`: in place of CMD
    image = Image(
        given.scratch.resolve() / "root", {name: os.environ[name] for name in given.passed if name in os.environ}
    )
    if not given.built:
        image.tree.mkdir(parents=True)
    build(image, dict(one.split("=", 1) for one in given.arg), given.carry, given.mirror, given.built)
    size = subprocess.run(["du", "-sxm", str(image.tree)], capture_output=True, text=True, check=True).stdout.split()[0]
    print(f"\n=== the tree has {int(size):,} MiB")
    service = image.start([*image.entry, *(words or image.command)])

    def well() -> int:
        for _ in range(60):
            time.sleep(1)
            if service.poll() is not None:
                return 1
            if image.start(image.health, stderr=subprocess.DEVNULL).wait() == 0:
                return 0
        return 1

    try:
        timed(f"{' '.join([*image.entry, *(words or image.command)])}, until HEALTHCHECK is content", well)
        for command in given.then:
            timed(command, lambda c=command: image.run(["sh", "-c", c]))
    finally:
        children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
        for child in children or [str(service.pid)]:
            os.kill(int(child), signal.SIGTERM)
        print(f"\n=== ended by SIGTERM: exit code {service.wait(60)}")


if __name__ == "__main__":
    main()
