# 民安 (min'an): `make sandbox` and `make test` work from nothing; the rest is for developers.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1
# What was compiled once is kept, wherever the environment says otherwise: importing takes about half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: sandbox test lint bench chaos lock clean

sandbox: .venv/run.stamp
	$(BIN)/python -m bot sandbox

test: .venv/dev.stamp
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/dev.stamp
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench

chaos: .venv/dev.stamp
	$(BIN)/python -m tests.chaos

# uv installs in a third of pip's time; where it cannot be had, pip does the same from the same lock.
.venv/base.stamp:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 || true
	touch $@

.venv/run.stamp: requirements.lock | .venv/base.stamp
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r $< || $(BIN)/python -m pip install --quiet -r $<
	touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/base.stamp
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r $< || $(BIN)/python -m pip install --quiet -r $<
	touch $@ .venv/run.stamp

# The locks carry hashes and name no registry.
LOCK := $(BIN)/uv pip compile --universal --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	--generate-hashes --quiet pyproject.toml
lock: | .venv/base.stamp
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev --group bench -o requirements-dev.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
