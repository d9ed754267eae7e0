# Everything starts here: `make run` to use the portal, `make test` to check it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run stack test bench faults fuzz mutations lint format messages lock clean

# Without a shell in between, so that a signal to make reaches the portal.
run stack messages: export LOOPBACK = 1
run stack: export DEMO_CITY = 1

run: .venv/.runtime static/vendor/.stamp  ## The portal on this machine: web, worker and timetable
	@$(BIN)/python manage.py run

stack: .venv/.develop static/vendor/.stamp  ## The same on a throw-away PostgreSQL and Valkey
	@$(BIN)/python -m tests.stack

test: .venv/.develop static/vendor/.stamp  ## All that CI runs
	@$(BIN)/python -m tests.suite

fuzz: export FUZZ_CASES ?= 30
fuzz: .venv/.develop static/vendor/.stamp  ## More than 20,000 made-up requests to the API, by every role and token
	@$(BIN)/pytest --quiet --numprocesses=2 --dist=worksteal tests/api/test_fuzz.py

faults: .venv/.develop static/vendor/.stamp  ## Harm the running portal in every way of docs/faults.md; ROUNDS=30, ONLY=F1,F8
	@$(BIN)/python -m tests.faults

mutations: .venv/.develop static/vendor/.stamp  ## Take each guard away in turn: ARGS="--kind permission", --sample 12
	@$(BIN)/python -m tests.mutations $(ARGS)

bench: .venv/.develop static/vendor/.stamp  ## How fast it is, beside raw SQL and its peers: make bench ARGS="--only a,c --scale small"
	@$(BIN)/python -m tests.benchmarks $(ARGS)

lint: .venv/.develop static/vendor/.stamp  ## All of it but pytest
	@$(BIN)/python -m tests.suite --lint

format: .venv/.develop  ## Put code and templates into the house's form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

messages: .venv/.develop  ## Bring the translation files up to date with the source (needs gettext)
	$(BIN)/python manage.py messages

lock: .venv/.develop  ## Lock the requirements anew, with hashes
	$(BIN)/pip install -qq uv
	for name in requirements requirements-dev requirements-npm; do \
	  $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
	    --output-file $$name.txt $(UPGRADE) $$name.in && \
	  sed -i "1i # Locked by \`make lock\` from $$name.in." $$name.txt || exit 1; \
	done
	cd static && npm install --package-lock-only --loglevel=error

clean:  ## Remove what was made here; data in var/ stays
	rm -rf .venv static/vendor .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# Where Debian's python3-venv is missing, pip itself brings pip into the new environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { \
	  $(PYTHON) -m venv --clear --without-pip .venv && \
	  $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

.venv/.runtime: requirements.txt | $(BIN)/python
	@echo "Installing packages ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	@touch $@

.venv/.develop: requirements-dev.txt .venv/.runtime
	@echo "Installing the packages of tests and checks ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements-dev.txt
	@touch $@

static/vendor/.stamp: static/package-lock.json static/icons.txt static/assets.py | .venv/.runtime
	@echo "Fetching front-end assets ..."
	@command -v npm >/dev/null || $(BIN)/python -m pip install -qq --require-hashes -r requirements-npm.txt
	@$(BIN)/python static/assets.py
	@touch $@
