# Everything a developer types. `make demo` and `make test` need Python 3.11 or later and nothing else.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
READY_TO_TEST := .venv/.ready-to-test
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest

.PHONY: demo test check nightly messages format lock clean

demo: $(READY)
	@$(BIN)/unionhall demo

test: $(READY_TO_TEST)
	@$(BIN)/python -m tests.chromium
	@$(PYTEST) -q -n 2 -m "not guard and not e2e and not nightly"
	@$(PYTEST) -q -n 2 -m "guard and not nightly"
	@$(PYTEST) -q -p no:randomly -m "e2e and not guard and not nightly"

check: $(READY_TO_TEST)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@UNIONHALL_VAR=$$(mktemp -d) $(BIN)/unionhall manage makemigrations --check --dry-run
	@$(BIN)/python -m unionhall.project.messages --check
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'unionhall/*.html')
	@$(BIN)/djlint --quiet --lint unionhall
	@$(PYTEST) -q tests/architecture

nightly: $(READY_TO_TEST)
	@$(BIN)/python -m tests.chromium
	@$(PYTEST) -q -m nightly

messages: $(READY_TO_TEST)
	@$(BIN)/python -m unionhall.project.messages

format: $(READY_TO_TEST)
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'unionhall/*.html')

lock:
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements.lock pyproject.toml
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra dev -o requirements-dev.lock pyproject.toml

$(READY): requirements.lock pyproject.toml hatch_build.py package-lock.json unionhall/kit/icons.txt
	@test -n "$(PYTHON)" || { echo "Unionhall needs Python 3.11 or later. Install it, or type: make $(MAKECMDGOALS) PYTHON=/path/to/it"; exit 1; }
	@echo "Installing into .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment. On Debian type: apt-get install python3-venv"; exit 1; }
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps -e .
	@touch $@

$(READY_TO_TEST): requirements-dev.lock $(READY)
	@echo "Installing what the tests need …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv var build dist unionhall/kit/static/vendor unionhall/kit/fonts
