"""Hostile source, the files in `tests/escapes`, is refused or stopped before it holds what it should not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.running import body_source, run_sandboxed
from vm.errors import AuthorError

STOPPED = (AuthorError, AttributeError, ImportError, NameError, TypeError, KeyError)

ATTACKS = sorted((Path(__file__).resolve().parents[1] / "escapes").glob("*.py"))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_attack_is_refused_or_stopped(attack: Path) -> None:
    with pytest.raises(STOPPED):
        run_sandboxed(attack.read_text(encoding="utf-8"))


def test_host_is_unchanged_when_attacks_are_over() -> None:
    import math
    from enum import Enum

    assert callable(math.sqrt)
    assert not hasattr(Enum, "x")


def test_guard_names_cannot_be_shadowed_when_source_binds_all_it_can() -> None:
    source = body_source(
        "_private = print\nprivate = dynamic = write = caught = None\n"
        "class C:\n    def __init__(self): self._x = 3\n"
        "return C()._x",
        "def write(x): return x\nown = token = 1\n",
    )
    assert run_sandboxed(source) == 3
