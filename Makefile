# Two commands matter: `make demo` and `make test`. Both set up their own environment in .venv first.
PYTHON  ?= python3
WORKERS ?= auto

# Small matrices in many workers at once: more threads of BLAS make each slower.
export OPENBLAS_NUM_THREADS ?= 1

VENV    := .venv
BIN     := $(VENV)/bin
STAMP   := $(VENV)/.installed
DEMO_DB := outputs/demo.db

# Each report once: these as PDF, Word, web page and workbook, the others as text.
OTHERS := naiman_2023.pdf shexian_2023.docx guizhou_2022.html chuzhou_review_2024.xlsx
DEMO   := $(filter-out $(patsubst %,corpus/reports/%.txt,$(basename $(OTHERS))),$(wildcard corpus/reports/*.txt)) \
          $(addprefix corpus/formats/,$(OTHERS))

.PHONY: demo test check figures speed bundle bundle-check clean

# Downloads run once and are named; everything after that works without a network.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("report_miner needs Python 3.11 or later, found " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)
	@rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm
	@$(BIN)/report-miner mine $(DEMO) --db $(DEMO_DB)
	@$(BIN)/report-miner show $(DEMO_DB)
	@$(BIN)/report-miner show $(DEMO_DB) --document shexian_2023.docx
	@echo "校验 check:"
	@$(BIN)/report-miner check $(DEMO_DB) || test $$? -eq 1
	@echo
	@echo "$(DEMO_DB) is ready. Next: $(BIN)/report-miner trace $(DEMO_DB) FIGURE, or your own folder:"
	@echo "    $(BIN)/report-miner mine FOLDER --db outputs/reports.db"

test: $(STAMP)
	@$(BIN)/python -m pytest -n $(WORKERS)

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n $(WORKERS)

# Renews the accuracy tables of both READMEs; needs the real reports in ../shared.
figures: $(STAMP)
	@$(BIN)/python benchmarks/accuracy.py --into README.md README.zh-CN.md

# JIONLP=/path/to/python names an interpreter that has jionlp, to compare with.
speed: $(STAMP)
	@$(BIN)/python benchmarks/speed_text.py $(if $(JIONLP),--jionlp $(JIONLP))

# For offices without internet.  PLATFORM=win_amd64 PY=3.12 collects for another machine (pip's platform tags).
bundle: $(STAMP)
	@$(BIN)/python scripts/bundle.py $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(PY),--python $(PY))

# Installs this machine's bundle into an environment of its own, with every index switched off, and reads a report.
bundle-check: bundle
	@rm -rf dist/bundle-check
	@env -i HOME="$$PWD/dist/bundle-check" PATH="$$PATH" PIP_CONFIG_FILE=/dev/null PYTHON="$$PWD/$(BIN)/python" \
	    sh dist/bundle/$$($(BIN)/python scripts/bundle.py --name)/install.sh "$$PWD/dist/bundle-check/report-miner"
	@dist/bundle-check/report-miner/bin/report-miner mine corpus/reports --db dist/bundle-check/check.db --quiet
	@rm -rf dist/bundle-check

clean:
	rm -rf $(VENV) outputs/*.db outputs/*.db-wal outputs/*.db-shm .pytest_cache .mypy_cache .ruff_cache .hypothesis
