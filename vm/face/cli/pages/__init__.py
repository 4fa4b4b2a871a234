"""The pages that `python -m vm explain` prints, one a slug."""
