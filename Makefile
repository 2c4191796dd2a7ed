# demo · test · check · bench · serve. Everything is installed into .venv by the first of them.
PY := .venv/bin/python
STAMP := .venv/.installed
CATALOGUES := $(wildcard src/kakehashi/locale/*/LC_MESSAGES/*.po)
export VIRTUAL_ENV := $(CURDIR)/.venv

.PHONY: demo test check bench bench-scheduling bench-matching serve constraints
.DEFAULT_GOAL := demo

$(STAMP): pyproject.toml constraints.txt hatch_build.py $(CATALOGUES)
	@test -x $(PY) || { echo "Setting up .venv (about half a minute, once)"; python3 -m venv .venv; }
	@test -x .venv/bin/uv || .venv/bin/pip install --quiet --disable-pip-version-check uv
	@.venv/bin/uv pip install --quiet -c constraints.txt -e . --group dev
	@touch $@

demo: $(STAMP)
	@.venv/bin/kakehashi demo $(ARGS)

serve: $(STAMP)
	@.venv/bin/kakehashi serve $(ARGS)

test: $(STAMP)
	@echo "On SQLite" && $(PY) -m pytest -n 2 --dist worksteal $(ARGS)
	@echo "On PostgreSQL" && KAKEHASHI_TEST_DATABASE=postgresql $(PY) -m pytest -n 2 --dist worksteal -m "database and not browser" $(ARGS)

check: $(STAMP)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@$(PY) -m pytest -p no:xdist tests/test_translations.py tests/test_tree.py

bench: $(STAMP)
	@.venv/bin/uv pip install --quiet -c constraints.txt --group bench
	@$(PY) -m bench $(ARGS)

bench-scheduling: ARGS := scheduling_published scheduling_scale scheduling_whole scheduling_repair scheduling_json
bench-matching: ARGS := matching matching_weights matching_exposure deals
bench-scheduling bench-matching: bench

constraints:
	@.venv/bin/uv pip compile --universal --python-version 3.11 --no-header --no-annotate --quiet --group dev --group bench pyproject.toml -o constraints.txt
