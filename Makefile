# Netral. `make help` lists what there is. Needs make and Python 3.11 or newer, nothing else.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check format outside bench-import bench-demo bench-board bench-sign-http bench-rules bench-answers bench-rollup bench-duties bench-notices bench-ledger
export PIP_NO_INPUT := 1

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: .venv/installed ## Start Netral with a season of invented data on http://localhost:8000/
	@$(BIN)/python -m tools.catalog compile
	@$(BIN)/python -m tools.demo

test: .venv/installed ## Run every test, on SQLite and on PostgreSQL (ARGS="-k roster" for some)
	@$(BIN)/python -m tools.test $(ARGS)

check: .venv/installed var/lint-venv/installed ## Check format, lint, types, imports, templates, words
	@$(BIN)/python -m tools.check

format: .venv/installed var/lint-venv/installed ## Mend what format and lint can mend by themselves
	@$(BIN)/ruff check --fix-only --quiet; $(BIN)/ruff format --quiet
	@var/lint-venv/bin/djhtml --tabwidth=2 netral

outside: .venv/installed ## Pack what outsiders run (verifier, witness, monitor) into var/outside
	@$(BIN)/python -m tools.outside var/outside

bench-import: .venv/installed ## Measure a roster of 100,000 rows: dry run, apply, again
	@$(BIN)/python -m bench.roster

bench-demo: .venv/installed ## Measure the loading of the demo season
	@$(BIN)/python -m bench.season

bench-board: .venv/installed ## Measure the board page of 12,000 people
	@$(BIN)/python -m bench.board

bench-sign-http: .venv/installed ## Measure pact signing over HTTP, on both engines
	@$(BIN)/python -m bench.sign_http

bench-rules: .venv/installed ## Measure the rule engine against its oracles, and the page's evaluator
	@$(BIN)/python -m bench.rules

bench-answers: .venv/installed ## Measure "Bolehkah?" in a browser with a slow processor
	@$(BIN)/python -m bench.answers_page

bench-rollup: .venv/installed ## Measure the roll-up of a whole country while people sign
	@$(BIN)/python -m bench.rollup

bench-duties: .venv/installed ## Measure the obligations of 700 units: reckoning, a head's page, the city's
	@$(BIN)/python -m bench.duties

bench-notices: .venv/installed ## Measure the queueing of 20,000 notices, and kill the workers that send them
	@$(BIN)/python -m bench.notices

bench-ledger: .venv/installed ## Measure the transparency log: growth, check, cost of an entry, kills
	@$(BIN)/python -m bench.ledger

.venv/installed: requirements.lock
	@$(PYTHON) -m tools.setup venv

var/lint-venv/installed: tools/lint-requirements.lock
	@$(PYTHON) -m tools.setup lint
