# Two commands are all a newcomer needs: `make run` and `make test`.
# Both make .venv and mend it when a requirements file has changed; delete .venv to start afresh.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-deep mutations check fmt reliability audit

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile

run: .venv/.run-ready ## start the product on http://127.0.0.1:8501
	@exec $(BIN)/streamlit run dashboard.py

test: check ## run the checks, then the test suite (some minutes)
	@$(BIN)/python tests/ensure_programs.py
	$(BIN)/python -m pytest -n auto

test-fast: .venv/.test-ready ## run what needs no browser, server or second engine (about a minute)
	$(BIN)/python -m pytest -n auto -m "not slow and not deep"

test-deep: .venv/.test-ready ## run everything at full length, with branch coverage
	@$(BIN)/python tests/ensure_programs.py
	$(BIN)/python -m pytest -n auto -m "" --hypothesis-profile=deep --cov --cov-fail-under=90

mutations: .venv/.test-ready ## break the program in 60 places: does the suite notice?
	$(BIN)/python -m tests.mutations --cover
	$(BIN)/python -m tests.mutations

check: .venv/.test-ready ## lint, formatting, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/.test-ready ## format the code and mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

reliability: .venv/.test-ready ## book with 32 processes at once, kill 300 writers, on both engines
	@$(BIN)/python -m tests.reliability

audit: .venv/.test-ready ## ask PyPI for known vulnerabilities of what the product runs on
	$(BIN)/pip-audit --strict -r requirements.txt

# The stamps are newer than the requirements they were made from, so pip runs only after a change.
.venv/.run-ready: requirements.txt | $(BIN)/pip
	@echo "Installing requirements.txt ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.test-ready: requirements.txt requirements-dev.txt | $(BIN)/pip
	@echo "Installing requirements-dev.txt ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ .venv/.run-ready

# pip, not the folder, is the target: a venv that failed halfway has no pip and is made again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv
