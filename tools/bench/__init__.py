"""Measurements: `python -m tools.bench`. Only ratios taken side by side in one run mean anything."""
