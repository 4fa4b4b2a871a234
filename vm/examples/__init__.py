"""Real workflow files, each one run by a test. Read one, then run it: `python -m vm run vm/examples/order.py`."""
