# From a fresh clone: `make run` shows the product, `make test` proves it. See README.md.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: install run test prove bench screenshots help

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Once the test packages are there they stay: an install for running must not remove them.
LOCK := $(if $(wildcard .venv/ok-dev),requirements-dev.txt,requirements.txt)

# An account without a home (a build machine) still needs somewhere for caches.
ifeq ($(and $(HOME),$(wildcard $(HOME)/.)),)
export HOME := $(CURDIR)/.venv/home
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1
# Some machines forbid byte code on disk: then every process compiles the whole of Django again.
export PYTHONDONTWRITEBYTECODE :=
export UV_SYSTEM_CERTS := true

help:
	@echo 'make run | install | test | prove | bench | screenshots'

run: .venv/ok-run
	@$(MANAGE) set_up --demo
	@echo 'http://127.0.0.1:$(PORT)/'
	@$(MANAGE) runserver 127.0.0.1:$(PORT) --noreload

install: .venv/ok-run
	$(MANAGE) set_up

test: .venv/ok-dev
	$(BIN)/python -m tests.run test

prove: .venv/ok-dev
	$(BIN)/python -m tests.run prove

bench: .venv/ok-dev
	@test -e benchmarks/run.py || { echo 'There is no benchmark yet.'; exit 1; }
	$(BIN)/python -m benchmarks.run

screenshots: .venv/ok-dev
	@test -e tests/screenshots.py || { echo 'There are no screenshots yet.'; exit 1; }
	$(BIN)/python -m tests.screenshots

# The environment. Stamps say which lock it was made from; uv is only a faster pip.
.venv/bin/python:
	$(PYTHON) -m venv .venv
	mkdir -p .venv/home

.venv/ok-run: requirements.txt | .venv/bin/python
	$(call sync,$(LOCK))
	touch $@

.venv/ok-dev: requirements-dev.txt requirements.txt | .venv/bin/python
	$(call sync,requirements-dev.txt)
	touch .venv/ok-run $@

# uv removes what the lock does not name; where there is no uv, pip at least checks the hashes.
define sync
$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/pip install --quiet --no-cache-dir uv || true
$(BIN)/uv pip sync --quiet --no-cache --require-hashes --python $(BIN)/python $(1) \
	|| { echo 'uv could not install, using pip.'; \
	$(BIN)/pip install --quiet --no-cache-dir --require-hashes -r $(1); }
endef
