# Everything a person does with this project by hand. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.done

.PHONY: help setup demo test lint fmt test-rules run migrate translate

help: ## Show what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(SETUP) ## Install everything into .venv and node_modules

$(SETUP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[embedded,dev]'
	@touch $@

fmt: $(SETUP) ## Format the code
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

lint: $(SETUP) ## Check format, rules, types, architecture and spelling
	@$(BIN)/ruff format -q --check . && $(BIN)/ruff check -q .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

test-rules: $(SETUP) ## Test the pure rules, in seconds
	@$(BIN)/pytest tests/rules

test: $(SETUP) lint ## Set up and run every test
	@$(BIN)/pytest -n 2
