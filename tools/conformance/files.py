"""Where this Python keeps its own tests."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def find_tests(name: str) -> Path | None:
    """Return the file of some tests, or the first one of their package, or None where this Python has none."""
    spec = importlib.util.find_spec("test")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    file, package = folder / f"{name}.py", folder / name / "__init__.py"
    return file if file.exists() else package if package.exists() else None
