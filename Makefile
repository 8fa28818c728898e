# Two commands matter: `make chat` and `make test`. Both need only Python 3.11 or newer and make.
PYTHON ?= python3
VENV ?= .venv
PIP_INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
	--require-hashes --only-binary :all: -r

.DEFAULT_GOAL := help
.PHONY: help chat test lint types content tests locks schemas eval ranker bench stories simulate crash clean

help:
	@echo "make chat   talk with the bot in this terminal (no token, no network once installed)"
	@echo "make test   everything that has to hold: lint, types, content, docs, tests"

chat: $(VENV)/.run-time
	@$(VENV)/bin/python -m bot chat

test: lint types content tests

lint: $(VENV)/.development
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/.development
	$(VENV)/bin/mypy

content: $(VENV)/.development
	$(VENV)/bin/python -m bot check --strict --today reviewed

# The docs are checked among the tests, in tests/docs.
tests: $(VENV)/.development
	$(VENV)/bin/pytest

# Measures answers on questions with known answers; the docs say where the data come from.
eval: $(VENV)/.development
	$(VENV)/bin/python -m tests.training.table $(EVAL_DATA) docs/explanation/answer-quality.md $(MODEL)

# Search and answers on 10,000 to 1,000,000 passages, beside raw tantivy and SQLite. Takes minutes.
bench: $(VENV)/.development
	$(VENV)/bin/python -m tests.bench.starting
	$(VENV)/bin/python -m tests.bench.passages

# Copies and stories told apart on made news, beside the simplest way; then 500 feeds are read. Takes
# ten minutes.
stories: $(VENV)/.development
	$(VENV)/bin/python -m tests.bench.stories
	$(VENV)/bin/python -m tests.bench.feeds

# Simulated days of summaries with crashes, each from its seed; `make test` tries three hundred.
SEEDS = 10000
simulate: $(VENV)/.development
	SIMULATED_SEEDS=$(SEEDS) $(VENV)/bin/pytest -q tests/delivery/test_simulated.py

# Kills, freezes, cuts and fills real processes and databases, then measures throughput. Takes minutes.
crash: $(VENV)/.development
	$(VENV)/bin/python -m tests.crash
	$(VENV)/bin/python -m tests.crash.throughput

# Makes content/ranking.json anew, in an environment of its own: it needs scikit-learn.
ranker: .venv-ranker/.done
	.venv-ranker/bin/python -m tests.training.ranker $(EVAL_DATA) $(MODEL)

.venv-ranker/.done: requirements-ranker.lock
	$(PYTHON) -m venv .venv-ranker
	.venv-ranker/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --only-binary :all: -r requirements-ranker.lock
	@touch $@

# Rewrites the locks. Needs uv; hashes only, no host names.
COMPILE = uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links
locks:
	$(COMPILE) --extra all pyproject.toml -o requirements.lock
	$(COMPILE) --extra all --extra semantic --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) --extra archive --extra semantic --group ranker -c requirements.lock pyproject.toml -o requirements-ranker.lock

schemas: $(VENV)/.run-time
	$(VENV)/bin/python -m bot schema docs/reference/schemas

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.13 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-time: requirements.lock | $(VENV)/bin/python
	$(PIP_INSTALL) requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock | $(VENV)/bin/python
	$(PIP_INSTALL) requirements-dev.lock
	@touch $@ $(VENV)/.run-time
