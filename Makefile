# Linnet's commands. `make help` lists them; each sets up what it needs by itself.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

SYSTEM_PYTHON := $(shell command -v python3.11 || command -v python3)
PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip --quiet --disable-pip-version-check
# For checks that must not touch the site in ./data.
ELSEWHERE := export DATA_DIR=$$(mktemp -d); trap 'rm -rf "$$DATA_DIR"' EXIT;

.PHONY: help
help:  ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 25

.PHONY: run
run: .venv/installed  ## run Linnet at http://localhost:8000 (HOST, PORT, DATA_DIR, SEED=0, ASGI_SERVER are honoured)
	@$(PYTHON) manage.py serve

.PHONY: test
test: .venv/installed-dev  ## run every test, those in real browsers too, by itself and on PostgreSQL and Redis
	@$(PYTHON) -m tests

.PHONY: lint
lint: .venv/installed-dev  ## check style, types, the ladder of apps, migrations and production settings
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	@$(ELSEWHERE) .venv/bin/mypy apps spaces_project
	.venv/bin/lint-imports
	@$(ELSEWHERE) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(ELSEWHERE) BASE_URL=https://linnet.example $(PYTHON) manage.py check --deploy --fail-level WARNING
	@$(ELSEWHERE) $(PYTHON) manage.py collectstatic --no-input --verbosity 0

.PHONY: format
format: .venv/installed-dev  ## put the code into the house's shape
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

.PHONY: bench
bench: .venv/installed-dev  ## measure what docs/benchmarks.md claims
	$(PYTHON) -m bench.run

.PHONY: screenshots
screenshots: .venv/installed-dev  ## take the pictures of docs/screenshots/ again
	$(PYTHON) -m tests.e2e.screenshots

.PHONY: speech-samples
speech-samples: .venv/installed-dev  ## speak the lines of tests/data/speech/ again (needs flite and espeak-ng)
	$(PYTHON) tests/data/speech/speak.py

.PHONY: lock
lock: .venv/installed-dev  ## resolve requirements*.in into requirements*.txt
	$(PIP) install uv
	.venv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --no-header --no-annotate --output-file requirements.txt requirements.in
	.venv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --no-header --no-annotate --output-file requirements-dev.txt requirements-dev.in
	.venv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --no-header --no-annotate --output-file requirements-whisper.txt requirements-whisper.in

.PHONY: clean
clean:  ## remove the virtual environment and what tools left behind (never ./data)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results

.venv/bin/python:
	@"$(SYSTEM_PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Linnet needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@"$(SYSTEM_PYTHON)" -m venv .venv

# The stamps say which requirements are installed; pip runs again only when those change.
.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what Linnet runs on …"
	@$(PIP) install --requirement requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what developing Linnet needs …"
	@$(PIP) install --requirement requirements-dev.txt
	@touch $@
