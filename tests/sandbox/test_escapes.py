"""Hostile source, the files in `tests/escapes`, comes to the end that its first line names.

`# expect: refused CODE` at compile time, `# expect: stopped ERROR` at run time, `# expect: harmless VALUE` when it
may complete. `# expect: stopped` leaves open where. A second line `# hole: why` marks one that is not closed
yet: its test must fail, and says so when it does not.
"""

from __future__ import annotations

import gc
import re
import warnings
from collections.abc import (
    Callable,
    Container,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSet,
    Sequence,
    Set,
    Sized,
)
from numbers import Number
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sandbox.running import body_source, run_sandboxed
from vm.errors import SourceRefused

ESCAPES = Path(__file__).resolve().parents[1] / "escapes"
_HEADER = re.compile(r"# expect: (?P<end>refused|stopped|harmless) ?(?P<what>.*)\n(?:# hole: (?P<hole>.*)\n)?")


ABSTRACT = (Mapping, MutableMapping, Iterable, Iterator, Sequence, Set, MutableSet, Callable, Sized, Container, Number)


class Unknown:
    """A class of the host's that abstract classes have not been asked about."""


class Attack(NamedTuple):
    """A hostile file, and how it should end."""

    name: str
    source: str
    end: str
    what: str
    hole: str | None


def load_attack(path: Path) -> Attack:
    source = path.read_text(encoding="utf-8")
    header = _HEADER.match(source)
    assert header is not None, f"{path.name} does not say how it ends"
    return Attack(path.stem, source, header["end"], header["what"], header["hole"])


ATTACKS = [load_attack(path) for path in sorted(ESCAPES.glob("*.py"))]


def end_of(source: str) -> tuple[str, str]:
    """Run hostile source and return how it ended: the word, and what it is about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of coroutines that an attack leaves unawaited
        try:
            return "harmless", repr(run_sandboxed(source))
        except SourceRefused as refusal:
            return "refused", " ".join(finding.code for finding in refusal.findings)
        except BaseException as error:  # noqa: BLE001 - whatever ended it is what is compared
            return "stopped", type(error).__name__


def is_as_expected(attack: Attack, end: str, what: str) -> bool:
    if attack.end == "stopped" and not attack.what:
        return end in ("stopped", "refused")
    if attack.end == "refused":
        return end == "refused" and attack.what in what.split()
    return (end, what) == (attack.end, attack.what)


def parameters() -> list[object]:
    marks = {attack.name: [pytest.mark.xfail(reason=attack.hole, strict=True)] for attack in ATTACKS if attack.hole}
    return [pytest.param(attack, id=attack.name, marks=marks.get(attack.name, ())) for attack in ATTACKS]


@pytest.fixture(autouse=True, scope="module")
def _collect_what_attacks_leave() -> Iterator[None]:
    """Have the coroutines that attacks never await collected here, and not in the middle of somebody else's test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


QUIET = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:coroutine .* was never awaited"
)


@pytest.mark.parametrize("attack", parameters())
@QUIET
def test_attack_ends_as_its_header_says(attack: Attack) -> None:
    end, what = end_of(attack.source)
    assert is_as_expected(attack, end, what), f"expected {attack.end} {attack.what}, got {end} {what}"


@QUIET
def test_host_is_unchanged_when_attacks_are_over() -> None:
    import math
    from collections import Counter
    from enum import Enum
    from fractions import Fraction

    closed = [attack for attack in ATTACKS if attack.hole is None]
    before = {cls: dict(vars(cls)) for cls in (Counter, Enum, Fraction)}
    for attack in closed:
        end_of(attack.source)
    assert callable(math.sqrt)
    assert [kind for kind in ABSTRACT if isinstance(Unknown(), kind)] == []
    assert {cls: dict(vars(cls)) for cls in before} == before


@QUIET
def test_guard_names_cannot_be_shadowed_when_source_binds_all_it_can() -> None:
    source = body_source(
        "_private = print\nprivate = dynamic = write = caught = None\n"
        "class C:\n    def __init__(self): self._x = 3\n"
        "return C()._x",
        "def write(x): return x\nown = token = 1\n",
    )
    assert run_sandboxed(source) == 3
