# make site · make test · make test-long · make bench · make serve · make check · make offline · make audit · make clean     (plain commands: README.md)
PYTHON ?= python3
# Each worker builds the site once for its tests; more than four gain little and need much memory.
TESTS := -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test test-long test-unit bench serve check offline lint audit lock clean help

help:
	@sed -n 1p Makefile

site: $(VENV)/.site
	$(BIN)/evidence build

serve: $(VENV)/.site
	$(BIN)/evidence serve

check: $(VENV)/.site
	$(BIN)/evidence check

offline: $(VENV)/.site
	$(BIN)/evidence build --offline

test: $(VENV)/.dev lint
	$(BIN)/python tests/browser/find_chromium.py --install
	$(BIN)/python $(TESTS)

# The same tests with far more drawn values.
test-long: $(VENV)/.dev
	LONG_TESTS=1 $(BIN)/python $(TESTS) --hypothesis-show-statistics

test-unit: $(VENV)/.dev
	$(BIN)/python $(TESTS) -m "not site and not browser"

# How long builds, the explorer, the search and the server take on this machine; writes docs/decisions/0005-speed.*
BENCH ?= 100 2000 --others
bench: $(VENV)/.dev
	$(BIN)/python bench/run.py --fresh $(BENCH)
	$(BIN)/python bench/report.py
	$(BIN)/python bench/browser.py 20000
	$(BIN)/python bench/search.py 20000
	$(BIN)/python bench/serving.py

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Asks what is known against the locked packages; needs the network.
audit: $(VENV)/.dev
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements-dev.lock

# The environment comes from lock files with hashes; the package itself is linked, not copied.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.site: $(VENV)/.python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Needs uv (https://docs.astral.sh/uv/); run after changing the dependencies in pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements-dev.lock

clean:
	rm -rf site build
