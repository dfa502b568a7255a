# One task file for people and CI. `make help` explains each target.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export ONRECORD_HOME ?= $(CURDIR)/.onrecord

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test install install-dev lint types format docs bench profile soak kills flink test-flink wheel lock licences audit clean

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
		awk 'BEGIN {FS = ":.*## "} {printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.installed ## Install, then show the whole job on the bundled sample site, offline.
	@$(BIN)/onrecord demo

test: $(VENV)/.installed-dev lint types ## Install, then lint, check types and run all tests.
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered
	@$(BIN)/python tests/coverage_floors.py

install: $(VENV)/.installed ## Install what a run needs into .venv, from the hash-locked file.

install-dev: $(VENV)/.installed-dev ## Install what the tests need, too.

lint: $(VENV)/.installed-dev ## Check style and format with ruff.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## Check types with mypy, strictly.
	@$(BIN)/mypy

format: $(VENV)/.installed-dev ## Format the code and mend what ruff can mend.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/.installed-dev ## Make the data dictionary and the README's outputs.
	@$(BIN)/python -m warehouse.dictionary docs/data-dictionary.md
	@$(BIN)/python docs/make.py --demo
	@$(BIN)/python docs/pictures.py

bench: $(VENV)/.installed-bench ## Measure everything beside a floor or peer, in ten minutes; BENCH=--full: the big sizes.
	@$(BIN)/python -m benchmarks $(BENCH)

profile: $(VENV)/.installed-dev ## Draw where the CPU time of one run goes: docs/pictures/run.svg.
	@$(BIN)/python docs/run_picture.py

soak: $(VENV)/.installed-dev ## Monitor 300 made feeds over a made month, and take exact account.
	@$(BIN)/python tests/soak/soak.py

kills: $(VENV)/.installed-dev ## Kill 200 runs at random moments; one more run must mend each.
	@$(BIN)/python tests/kills/kills.py

flink: ## Fetch Beam's Flink job server into .flink/ (150 MB; needs Maven), docs/scale.md.
	@PYTHON=$(PYTHON) docs/deploy/flink/fetch.sh

test-flink: $(VENV)/.installed-dev ## Fetch Flink, then run the pipeline on it: local and a cluster (needs Java, Maven).
	@PYTHON=$(BIN)/python docs/deploy/flink/fetch.sh distribution
	@$(BIN)/python -m pytest -p no:randomly tests/flows/runners/check_flink.py

wheel: $(VENV)/.installed ## Build the wheel for worker machines into dist/.
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock: $(VENV)/.installed-dev ## Renew the hash-locked files from pyproject.toml (minutes).
	@$(BIN)/pip-compile $(LOCKING) --extra dev -o requirements-dev.txt pyproject.toml
	@$(BIN)/pip-compile $(LOCKING) -c requirements-dev.txt -o requirements.txt pyproject.toml
	@$(BIN)/pip-compile $(LOCKING) -c requirements-dev.txt --extra bench \
		-o benchmarks/requirements.txt pyproject.toml
LOCKING := --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --allow-unsafe --strip-extras

licences: $(VENV)/.installed-bench ## List the licences of what is locked, and the bill of materials (after `make lock`).
	@$(BIN)/python docs/inventory.py

audit: $(VENV)/.installed-dev ## Look what is locked up among known vulnerabilities, where the network allows.
	@$(BIN)/python tests/audit.py

clean: ## Remove the environment, caches and the demo's home.
	rm -rf $(VENV) .onrecord .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("onrecord needs Python 3.11, 3.12 or 3.13, this is " + sys.version.split()[0] + ": make run PYTHON=python3.12") if not (3, 11) <= sys.version_info < (3, 14) else None'
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked packages (about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@# A newer pip tells at length what setuptools thinks of editable installs.
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-bench: benchmarks/requirements.txt $(VENV)/.installed-dev
	@echo "Installing the peers that the benchmarks run beside us ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r benchmarks/requirements.txt
	@touch $@
