# Any machine with Python 3.11 or newer, make and a network. No Node needed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test check bench

setup: .venv/.installed

# Redone only when what is installed would change.
.venv/.installed: pyproject.toml hatch_build.py package.json package-lock.json .npmrc
	@command -v $(PYTHON) >/dev/null || { echo "找不到 $(PYTHON)。请先安装 Python 3.11 或更新版本，或用 make PYTHON=路径 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) 版本太旧（$$($(PYTHON) -V 2>&1)）。需要 Python 3.11 或更新版本，可用 make PYTHON=python3.12 指定。" >&2; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || { \
	  echo "建不成虚拟环境 .venv。Debian、Ubuntu、麒麟等系统请先安装软件包 python3-venv。" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

run: setup
	$(BIN)/foidesk demo --serve

# One process for each core; the tests of one module share what they set up.
test: setup
	$(BIN)/pytest -n auto --dist loadscope

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m bench
