# make demo    trains a TensorFlow 1 program on TensorFlow 2
# make test    runs the tests
# make bench   measures against compat.v1 and TensorFlow 1.15
# make lint    checks the style
# make clean   removes what the others made
#
# Each sets itself up in .venv on its first call. All they need is Python 3.10 to 3.13 with pip.
#   make test PYTHON=/path/to/python3.12    chooses the interpreter
#   make test ARGS="-k runner -x"           passes arguments on; demo, bench and lint take them too

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS :=
PYTHON :=
# Newest first among those that every supported TensorFlow has wheels for.
PYTHONS := $(or $(PYTHON),python3.12 python3.11 python3.10 python3.13 python3 python)

# TensorFlow's start-up messages would bury what the programs print.
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: demo test bench lint clean

demo: $(READY)
	@$(BIN)/python -c 'from importlib.metadata import version; \
	  print("examples/digits.py, a TensorFlow 1 program, on TensorFlow", version("tensorflow"))'
	@$(BIN)/python -m tf1shim examples/digits.py $(ARGS)

test: $(READY)
	@$(BIN)/python tests/tf115.py || echo "(the tests that compare with it are skipped)"
	@$(BIN)/python -m pytest -n 2 --dist worksteal --hypothesis-profile=ci $(ARGS)

bench: $(READY)
	@$(BIN)/python -m benchmarks $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check . $(ARGS)

clean:
	rm -rf $(VENV) .venv-bootstrap .tox build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian's Python comes without what `-m venv` needs; its pip can still fetch virtualenv.
$(READY): pyproject.toml
	@set -e; rm -rf $(VENV); \
	for python in $(PYTHONS); do \
	  "$$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' \
	    2>/dev/null || continue; \
	  echo "setting up $(VENV) with `$$python --version` (once; TensorFlow is a large download)"; \
	  "$$python" -m venv $(VENV) >/dev/null 2>&1 && break; \
	  rm -rf $(VENV); \
	  "$$python" -m pip install -q --target .venv-bootstrap virtualenv && \
	    PYTHONPATH=.venv-bootstrap "$$python" -m virtualenv -q $(VENV) && break; \
	  rm -rf $(VENV); \
	done; \
	rm -rf .venv-bootstrap; \
	if [ ! -x $(BIN)/python ]; then \
	  echo "no Python 3.10 to 3.13 that can make an environment (tried: $(PYTHONS))" >&2; \
	  echo "name one: make test PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	$(BIN)/python -m pip install -q --upgrade pip; \
	$(BIN)/python -m pip install -q -e '.[test,lint]'; \
	touch $(READY)
