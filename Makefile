# make run      from nothing to one cycle of the loop: environment, student, repair.  ARGS="--preset smoke" …
# make serve    runs in a browser and over HTTP, at http://127.0.0.1:8765/.  ARGS="--port 9000" …
# make test     the tests
# make test-fast  those of them that take little time, without the student: for daily work
# make check    format, lint, types, dead links
# make setup    the environment only
# make clean    remove what the others made
#
# PYTHON=python3.12 names another Python; ENGINE=cuda, cpu or transformers overrides the choice of engine.

PYTHON ?= python3
ENGINE ?= auto
ARGS ?=
BIN := .venv/bin

.PHONY: run serve test test-fast check setup clean

run: .venv/ready
	@$(BIN)/repairloop run $(ARGS)

serve: .venv/ready
	@mkdir -p runs
	@$(BIN)/repairloop serve $(ARGS)

# Two at a time; what asks or trains the real student uses every core by itself.
test: .venv/ready .venv/browser/tried
	$(BIN)/pytest -m "not student" -n 2 --dist worksteal
	$(BIN)/pytest -m student

test-fast: .venv/ready
	$(BIN)/pytest -m "not student and not slow" -n 2 --dist worksteal

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python scripts/links.py

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt scripts/setup.sh
	@PYTHON="$(PYTHON)" ENGINE="$(ENGINE)" bash scripts/setup.sh
	@touch $@

.venv/browser/tried: .venv/ready scripts/browser.sh
	@bash scripts/browser.sh

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
