# What each does: ../README.md. Every recipe is one command, so that it can be run without make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PACKAGES := project tenants documents chat workers tests
# In words that any Python understands.
CHECK_PYTHON = $(or $(PYTHON),false) -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" 2>/dev/null || \
  { echo "raglan: Python 3.11 is needed and '$(PYTHON)' is not it; name it: make PYTHON=/path/to/python3.11" >&2; exit 2; }
INSTALL := $(PYTHON) -m project.embedded.install
UI := cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH"
.PHONY: up down test test-ui test-python test-chaos test-e2e lint lint-style lint-format lint-layers lint-ui
.PHONY: types types-python types-ui bench bench-quality bench-rivals bench-scale lock install-up install-test install-browser
.DEFAULT_GOAL := up

up: install-up
	@$(BIN)/python -m project.embedded.up $(if $(DETACH),--detach)

down:
	@$(BIN)/python -m project.embedded.down

# Tests that run real workers get a session, and so a database, of their own: workers take every job they see.
test: test-ui test-python $(if $(TESTS),,test-chaos test-e2e)

test-ui: install-test
	$(UI) npm test --silent

test-python: install-test
	$(BIN)/python -m pytest $(or $(TESTS),tests --ignore=tests/chaos --ignore=tests/e2e)

test-chaos: install-test
	$(BIN)/python -m pytest tests/chaos

test-e2e: install-browser
	$(BIN)/python -m pytest tests/e2e

# With -k, as .ci/run calls them, all parts run although one fails.
lint: lint-style lint-format lint-layers lint-ui

lint-style: install-test
	$(BIN)/ruff check .

lint-format: install-test
	$(BIN)/ruff format --check .

lint-layers: install-test
	$(BIN)/lint-imports --no-logo

lint-ui: install-test
	$(UI) npm run --silent lint

types: types-python types-ui

types-python: install-test
	$(BIN)/mypy $(PACKAGES)

types-ui: install-test
	$(UI) npm run --silent types

# Every module of tests/bench that can be run is run, but for the others' ingest, and first the table of bench-quality.
bench: bench-quality
	@for file in $$(grep -l __main__ tests/bench/*.py | grep -v -e /rival -e /retrieval.py); do \
	  $(BIN)/python -m tests.bench.$$(basename $$file .py) || exit 1; done

# One table of how well passages are found: in memory, through PostgreSQL, and by other libraries, which it installs.
bench-quality: install-test
	@$(BIN)/python -m tests.bench.retrieval --product --rivals

bench-rivals: install-test
	@$(BIN)/python -m tests.bench.rivals

# Sizes by hand for a quick run: make bench-scale SCALE="--chunks 5000 --tenants 10 --rivals ''"
SCALE := --rivals haystack,llamaindex
bench-scale: install-test
	@$(BIN)/python -m tests.bench.scale $(SCALE)

install-up:
	@$(CHECK_PYTHON)
	@$(INSTALL) up

install-test:
	@$(CHECK_PYTHON)
	@$(INSTALL) test
	@$(BIN)/python -m project.embedded.models

install-browser: install-test
	@$(BIN)/python -m project.embedded.browser

# What is generated from the code and committed: tests fail where it drifted.
openapi:
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py spectacular --format openapi-json --file docs/openapi.json
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py shell --verbosity 0 -c "import json; from documents.indexing.pipeline_schema import \
	  pipeline_schema; print(json.dumps(pipeline_schema(), indent=2))" > docs/pipeline.schema.json
	cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent api:types

# Pin what pyproject.toml asks for: everything, what `make up` needs, and what a web process needs (no torch).
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-header --no-annotate --no-emit-index-url \
  --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock:
	$(COMPILE) $(UPGRADE) --extra encoder --extra embedded --extra ray --extra dev -o requirements/test.txt pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements/test.txt
	$(COMPILE) -c requirements/test.txt --extra encoder --extra embedded -o requirements/up.txt pyproject.toml
	$(COMPILE) -c requirements/test.txt -o requirements/web.txt pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements/up.txt
