# What each does: ../README.md. Every recipe is one command, so that it can be run without make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PACKAGES := project tenants documents chat workers tests
INSTALL := $(PYTHON) -m project.embedded.install
.PHONY: up down test test-python test-frontend lint types bench lock install-up install-test
.DEFAULT_GOAL := up

up: install-up
	@$(BIN)/python -m project.embedded.up $(if $(DETACH),--detach)

down:
	@$(BIN)/python -m project.embedded.down

test: install-test test-frontend
	$(BIN)/python -m pytest $(TESTS)

test-frontend: install-test
	cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm test --silent

lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent lint

types: install-test
	$(BIN)/mypy $(PACKAGES)
	cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent types

# Every module of tests/bench that can be run is run.
bench: install-test
	@for file in $$(grep -l __main__ tests/bench/*.py); do \
	  $(BIN)/python -m tests.bench.$$(basename $$file .py) || exit 1; done

install-up:
	@$(INSTALL) up

install-test:
	@$(INSTALL) test
	@$(BIN)/python -m project.embedded.models

# Pin what pyproject.toml asks for: everything, what `make up` needs, and what a web process needs (no torch).
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-header --no-annotate --no-emit-index-url \
  --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock:
	$(COMPILE) $(UPGRADE) --extra encoder --extra embedded --extra dev -o requirements/test.txt pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements/test.txt
	$(COMPILE) -c requirements/test.txt --extra encoder --extra embedded -o requirements/up.txt pyproject.toml
	$(COMPILE) -c requirements/test.txt -o requirements/web.txt pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements/up.txt
