# Everything a person or a machine does with a checkout. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

S ?= 10
P ?= 8000
SIZE ?= city

# The first Python that is new enough. PYTHON=/path/to/python overrides it.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Set-up is done again only when pyproject.toml has changed: its checksum is in the stamp's name.
SUM := $(shell cksum < pyproject.toml | tr ' ' '-')
RUN := .venv/.ready-run-$(SUM)
DEV := .venv/.ready-dev-$(SUM)
ALL := .venv/.ready-all-$(SUM)
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check
PYTEST := .venv/bin/python -m pytest -q
WORDS := src/kotinos/site/locale
FAST := -m "not real and not browser"

.PHONY: help run test test-all test-postgresql test-real test-browser lint types contracts words bench clean
help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

run: $(RUN) ## serve the Rehearsal Games; S=speed (10), P=port (8000), SIZE=city|continental|olympic
	@exec .venv/bin/kotinos run --speed $(S) --port $(P) --size $(SIZE)

test: $(DEV) ## the fast suite, on SQLite, on both cores
	$(PYTEST) -n 2 $(FAST)

test-all: lint types contracts test test-postgresql test-real test-browser ## all that CI runs

test-postgresql: $(ALL) ## the fast suite again, on a PostgreSQL from a wheel
	KOTINOS_TEST_DATABASE=postgresql $(PYTEST) -n 2 $(FAST)

test-real: $(ALL) ## tests that need a real PostgreSQL or NATS, both from wheels
	$(PYTEST) -m real

test-browser: $(ALL) ## journeys in a real Chromium (Debian's package, or CHROMIUM=/path)
	$(PYTEST) -m browser

lint: $(DEV) ## style and layout
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: $(DEV) ## mypy, strict
	.venv/bin/mypy

contracts: $(DEV) ## who may import whom
	.venv/bin/lint-imports --no-cache

words: $(DEV) ## texts of the pages out of the code into the catalogs, and these compiled; L=de: a new one too
	.venv/bin/pybabel -q extract -F $(WORDS)/babel.cfg --sort-output --no-location -o $(WORDS)/django.pot src/kotinos/site
	$(if $(L),.venv/bin/pybabel -q init -l $(L) -i $(WORDS)/django.pot -d $(WORDS) -D django)
	.venv/bin/pybabel -q update -D django -N --ignore-obsolete --ignore-pot-creation-date -w 110 -i $(WORDS)/django.pot -d $(WORDS)
	.venv/bin/pybabel -q compile -D django -d $(WORDS)

bench: $(ALL) ## B=name: one bench and its verdict; without B the list
	@.venv/bin/python -m bench $(if $(B),$(B),--list)

clean: ## remove the environment and caches; a Games' data (var/) stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/out
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "Kotinos needs Python 3.11 or newer; none was found." >&2; exit 1; fi
	@echo "Kotinos: making an environment in .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUN): | .venv/bin/python
	@echo "Kotinos: fetching what it stands on (first time: a minute or so) …"
	@$(PIP) --editable '.[flags]'
	@touch $@

$(DEV): | .venv/bin/python
	@echo "Kotinos: fetching what its tests stand on …"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(RUN)

$(ALL): | .venv/bin/python
	@echo "Kotinos: fetching real PostgreSQL, NATS and the browser's driver …"
	@$(PIP) --editable '.[dev,real,browser,bench]'
	@touch $@ $(DEV) $(RUN)
