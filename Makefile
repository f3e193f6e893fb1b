# The two commands of a newcomer: `make run` and `make test`. Nothing but Python >= 3.11, make and a package index.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

# Some machines say that nothing compiled is kept: then each of some hundred processes that the tests
# start, and each run of them, would compile the whole product anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run everything test test-sqlite test-sqlite-whole test-sqlite-apps test-postgresql test-postgresql-whole test-postgresql-apps test-browser test-browser-pages test-browser-journeys screenshots check lint format bench mutate walk demo clean lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1)
	$(PYTHON) -m venv $(VENV)

$(READY): requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(READY_DEV): requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY) $@

run: $(READY)
	@GONGJIAN_MODE=demo PORT=$(PORT) $(BIN)/gongjian demo --serve

demo: $(READY)
	@GONGJIAN_MODE=demo $(BIN)/gongjian demo --fresh

# What CI runs, three at a time for two cores, as each part waits now and then for its database
# server or its browser; the longest of the tests first and the browsers last.
everything: $(READY_DEV)
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target \
		test-postgresql-whole test-sqlite-whole check test-postgresql-apps test-sqlite-apps \
		test-browser-journeys test-browser-pages

# Four runs, two at a time, the longest first: what crosses the apps, and the tests of each app, on both databases.
test: $(READY_DEV)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target \
		test-postgresql-whole test-postgresql-apps test-sqlite-whole test-sqlite-apps

test-%-whole: TESTS = tests
test-%-apps: TESTS = src

test-sqlite test-sqlite-whole test-sqlite-apps: $(READY_DEV)
	$(BIN)/pytest -m "not browser" $(TESTS)

test-postgresql test-postgresql-whole test-postgresql-apps: $(READY_DEV)
	GONGJIAN_TEST_DATABASE=postgresql $(BIN)/pytest -m "not browser and not sqlite_only" $(TESTS)

# Two Chromiums, each with a served demo of its own.
test-browser: $(READY_DEV)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-browser-pages test-browser-journeys

PAGES := tests/browser/test_access.py tests/browser/test_bad_input.py

test-browser-pages: $(READY_DEV)
	$(BIN)/pytest -m browser $(PAGES)

test-browser-journeys: $(READY_DEV)
	$(BIN)/pytest -m browser $(PAGES:%=--ignore=%) tests/browser

# Pictures of every page into docs/screenshots; needs Chromium.
screenshots: $(READY_DEV)
	$(BIN)/python -m tests.browser.picturing

check: $(READY_DEV)
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/lint-imports
	$(BIN)/mypy src/gongjian src/gongjian_verify
	$(BIN)/djlint --lint --quiet src
	$(BIN)/gongjian check
	DJANGO_SETTINGS_MODULE=gongjian.config.settings.test $(BIN)/django-admin makemigrations --check --dry-run

format: $(READY_DEV)
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

# Which mutants of the rules the tests notice, as JSON; MODULES="process/guards.py …" for some.
mutate: $(READY_DEV)
	@PYTHONPATH=$(CURDIR)/src $(BIN)/python -m tests.mutation $(MODULES)
	@PYTHONPATH=$(CURDIR)/src $(BIN)/python -m tests.mutation.procedures

# A long random walk over all procedures and roles, as JSON; takes about 0.15 s for a step.
STEPS ?= 10000
SEED ?= 1
walk: $(READY_DEV)
	@PYTHONPATH=$(CURDIR)/src nice -n 19 $(BIN)/python -m tests.walking_far --steps $(STEPS) --seed $(SEED)

bench: $(READY_DEV)
	@$(BIN)/gongjian bench

# Needs uv; writes no address of any package index.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache
