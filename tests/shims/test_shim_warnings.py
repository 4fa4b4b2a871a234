"""`warnings` in a body: said once of each place in the author's source, by filters of the run's own."""

from __future__ import annotations

import pytest

from tests.sandbox.running import run_sandboxed


def test_warning_is_said_once_of_each_place():
    assert run_sandboxed("""
import warnings

def old(level=1):
    warnings.warn("old", DeprecationWarning, stacklevel=level)

def wrapped(level): old(level)

async def main():
    "use workflow"
    with warnings.catch_warnings(record=True) as caught:
        for _ in range(3):
            old()
        old(2); old(2)
        old(2)
        warnings.simplefilter("module")
        old(2)
        warnings.simplefilter("once")
        for _ in range(2):
            [old(2) for _ in range(2)]
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", lineno=5)
        old()
        warnings.filterwarnings("error", module="nowhere")
        [
            wrapped(3)
            for _ in "a"
        ]
        old(99)
    return [(each.lineno, each.category.__name__, each.filename) for each in caught]
""") == [
        (5, "DeprecationWarning", "workflow.py"),
        (14, "DeprecationWarning", "workflow.py"),
        (15, "DeprecationWarning", "workflow.py"),
        (17, "DeprecationWarning", "workflow.py"),
        (20, "DeprecationWarning", "workflow.py"),
        (26, "DeprecationWarning", "workflow.py"),
        (0, "DeprecationWarning", "<sys>"),
    ]


def test_catch_warnings_is_entered_once(face):
    warnings = face("warnings")
    block = warnings.catch_warnings()
    with pytest.raises(RuntimeError, match="without entering"):
        block.__exit__()
    with block, pytest.raises(RuntimeError, match="entered twice"):
        block.__enter__()
    for given in (("error", 1), ("error", "", int), ("error", "", Warning, 1)):
        with pytest.raises(TypeError, match="must be"):
            warnings.filterwarnings(*given)
    for lineno, error in (("a", TypeError), (-1, ValueError)):
        with pytest.raises(error, match="lineno must be"):
            warnings.simplefilter("error", lineno=lineno)
