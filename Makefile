# The project's manual of commands. Needs a Python >= 3.11 and pip; everything else goes into .venv.

VENV   := .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help test check run bench crash chaos soak nightly clean

help:  ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

test: $(STAMP)  ## every gate and the whole suite, as CI runs them
	$(PY) tools/check.py

check: test  ## the same

run: $(STAMP)  ## run the first example and show what happens
	$(PY) -m vm run vm/examples/order.py

crash: $(STAMP)  ## kill a workflow with SIGKILL over and over, and look what is left
	$(PY) tools/crash.py --rounds 50

chaos: $(STAMP)  ## kill and stop four workers at random for three minutes
	$(PY) -m tools.chaos

soak: $(STAMP)  ## two hours of steady load: does anything grow?
	$(PY) -m tools.soak

nightly: crash chaos  ## what is too long for CI: 150 kills at random moments, 300 behind commits, chaos, all bombs and walks
	$(PY) -m tools.kills --count 300
	VM_TEST_NIGHTLY=1 VM_TEST_CHUNKS=100000 $(PY) -m pytest -q -n auto \
		tests/sandbox/test_bombs.py tests/acceptance/test_walks.py tests/face/test_reading.py tests/test_determinism.py \
		tests/graph/test_crashes.py

bench: $(STAMP)  ## measure, each figure beside the disk's own limit
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(PY) -m tools.bench --write

clean:  ## throw away what was made here
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage build

# Installed again only when what is to be installed has changed.
$(STAMP): pyproject.toml tools/venv.sh tools/python314/package-lock.json
	@bash tools/venv.sh $(VENV)
	@touch $@
