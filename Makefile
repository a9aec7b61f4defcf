# Two commands matter: `make serve` and `make test`. Everything lives in .venv and ./var.
PYTHON ?= python3
BIN := .venv/bin
PEERS := .venv-peers
CLIENTS := .venv-clients
SCIFACT ?= ../shared/data/scifact
export ENTHESIS_DATA_DIR ?= ./var

.PHONY: help install serve ask test test-clients lint bench bench-peers eval clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamp holds the environment to what was asked for: a change of either file installs again.
.venv/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "torch==2.13.0"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $@

install: .venv/.installed ## Make the environment and install

serve: install ## Serve API and page on http://127.0.0.1:8000
	$(BIN)/enthesis serve

ask: install ## Answer in the terminal: make ask Q="…"
	@test -n "$$Q" || { echo 'Give a question: make ask Q="Has umbilical cord blood been tried in psoriatic arthritis?"'; exit 2; }
	@$(BIN)/enthesis ask "$$Q"
ask: export Q := $(Q)

lint: install ## Format, lint, architecture and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: lint ## Everything that CI checks
	$(BIN)/python -m pytest

# Node and what runs on it stand beside the tests, since that is where programs look for them.
$(CLIENTS)/.installed: tests/clients/constraints.txt tests/clients/package-lock.json
	test -x $(CLIENTS)/bin/python || $(PYTHON) -m venv $(CLIENTS)
	$(CLIENTS)/bin/python -m pip install --quiet --disable-pip-version-check --constraint tests/clients/constraints.txt langchain-openai litellm
	npm ci --silent --prefix tests/clients
	touch $@

test-clients: install $(CLIENTS)/.installed ## Ask by the clients that people have; wants npm
	$(BIN)/python -m tests.clients --data-dir $(ENTHESIS_DATA_DIR)

bench: install ## Every figure on speed, size and quality into reports/; others' too where bench-peers is installed
	test ! -e $(PEERS)/.installed || $(MAKE) bench-peers
	$(BIN)/python -m tests.benchmarks

# Our own pins but one, and the peers': langchain-huggingface wants a huggingface_hub before 2.
$(PEERS)/.installed: pyproject.toml constraints.txt tests/benchmarks/peers/constraints.txt
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	grep -v '^huggingface_hub==' constraints.txt > $(PEERS)/constraints.txt
	cat tests/benchmarks/peers/constraints.txt >> $(PEERS)/constraints.txt
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(PEERS)/constraints.txt "torch==2.13.0"
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(PEERS)/constraints.txt --editable ".[peers]"
	touch $@

bench-peers: $(PEERS)/.installed ## Compare with txtai, Haystack, LangChain and LlamaIndex
	mkdir -p reports
	$(PEERS)/bin/python -m tests.benchmarks.peers --dataset $(SCIFACT) --json reports/peers.jsonl

eval: install ## Measure everything, hold it to eval/expected.toml, and write reports/evaluation.html
	rm -f reports/runs/*.json
	ENTHESIS_DATA_DIR=$(ENTHESIS_DATA_DIR)/evaluation $(BIN)/enthesis eval gate; \
	held=$$?; $(BIN)/enthesis eval report reports/runs/*.json && exit $$held

clean: ## Remove what was built, keep ./var
	rm -rf .venv $(PEERS) $(CLIENTS) tests/clients/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
