# Two commands matter: `make demo` and `make test`. Both set up their own environment in .venv first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
WORKERS ?= auto

.PHONY: demo test check clean bundle bench

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("report_miner needs Python 3.11 or later, found " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)
	@mkdir -p outputs
	@rm -f outputs/demo.db
	@$(BIN)/report-miner mine corpus --db outputs/demo.db
	@$(BIN)/report-miner show outputs/demo.db

test: $(STAMP)
	@$(BIN)/python -m pytest -n $(WORKERS)

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n $(WORKERS)

clean:
	rm -rf $(VENV) outputs/*.db .pytest_cache .mypy_cache .ruff_cache
