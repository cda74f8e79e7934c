# make run      from nothing to one cycle of the loop: environment, student, repair.  ARGS="--preset smoke" …
# make test     the tests
# make check    format, lint, types, dead links
# make setup    the environment only
# make clean    remove what the others made
#
# PYTHON=python3.12 names another Python; ENGINE=cuda, cpu or transformers overrides the choice of engine.

PYTHON ?= python3
ENGINE ?= auto
ARGS ?=
BIN := .venv/bin

.PHONY: run test check setup clean

run: .venv/ready
	@$(BIN)/repairloop run $(ARGS)

# Two at a time, file by file; what asks or trains the real student uses every core by itself.
test: .venv/ready
	$(BIN)/pytest -m "not student" -n 2 --dist loadfile
	$(BIN)/pytest -m student

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python scripts/links.py

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt scripts/setup.sh
	@PYTHON="$(PYTHON)" ENGINE="$(ENGINE)" bash scripts/setup.sh
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
