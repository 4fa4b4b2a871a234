"""Deterministic, sealed faces of standard library modules.

`make("random", run)` gives what `import random` binds in a workflow's file. One file in `modules/` per
module of the standard library, each with its tables: `OFFERS` (members that know nothing of a run),
`REFUSES` (name -> reason and way out) and, where a member needs the run, `bind(run)` (name -> member).

The faces of `asyncio` and `trio` are made by the sandbox: they are the kernel, not the standard library.
"""

from __future__ import annotations

import importlib
from datetime import tzinfo
from functools import cache
from types import ModuleType
from typing import Final, NamedTuple

from stdlib_shims.face import Face, members_of, name_of, refusal_of, refusals_of
from stdlib_shims.powers import absolute
from stdlib_shims.powers import power as raise_to
from stdlib_shims.run import Run
from stdlib_shims.standing import Standing, is_shown, is_unoffered, shown, stand_in, standing_for
from stdlib_shims.tables import words

__all__ = [
    "NAMES",
    "Face",
    "Row",
    "Run",
    "Standing",
    "absolute",
    "describe",
    "describe_face",
    "find_zone",
    "is_shown",
    "is_unoffered",
    "make",
    "members_of",
    "name_of",
    "raise_to",
    "refusal_of",
    "shown",
    "stand_in",
    "standing_for",
    "tzdata_version",
]

NAMES: Final[frozenset[str]] = frozenset(
    words(
        """
    abc base64 binascii bisect calendar cmath collections collections.abc contextlib copy dataclasses datetime
    decimal difflib enum fractions functools graphlib hashlib heapq hmac html ipaddress itertools json logging
    math numbers operator pprint random re secrets statistics string struct textwrap time traceback types typing
    typing_extensions unicodedata urllib urllib.parse uuid warnings zlib zoneinfo
    """
    )
)


def make(name: str, run: Run) -> Face | None:
    """Return the face of a module for one run, or None when there is none.

    A face without state is one object for all runs; the others are made anew at every call, so the caller
    keeps what it got for the rest of the run.
    """
    if name not in NAMES:
        return None
    shim = _shim(name)
    if not hasattr(shim, "bind"):
        return _shared(name)
    return Face(name, {**shim.OFFERS, **shim.bind(run)}, shim.REFUSES)


class Row(NamedTuple):
    """What became of one name of a module. `treatment` is "offered" as it is, "replaced" by ours, or "refused"."""

    name: str
    treatment: str
    reason: str


def describe(name: str, run: Run) -> tuple[Row, ...]:
    """Return the table of a module: what its face offers, replaces and refuses, and why.

    Raises:
        KeyError: There is no such face.
    """
    face = make(name, run)
    if face is None:
        raise KeyError(name)
    return describe_face(face)


def describe_face(face: Face) -> tuple[Row, ...]:
    """Return the table of a face, whoever made it."""
    real = _real_names(name_of(face))
    rows = [_row_of(member, getattr(face, member), real) for member in members_of(face)]
    rows += [Row(refused, "refused", reason) for refused, reason in refusals_of(face).items()]
    return tuple(sorted(rows))


def _row_of(name: str, member: object, real: dict[str, object]) -> Row:
    own = real.get(name)
    if member is (standing_for(own) if isinstance(own, type) else own):
        return Row(name, "offered", "")
    is_constant = isinstance(member, bool | int | str | tuple)
    return Row(name, "replaced", "" if is_constant else (member.__doc__ or "").partition("\n")[0])


def _real_names(name: str) -> dict[str, object]:
    try:
        return vars(importlib.import_module(name))
    except ImportError:  # typing_extensions need not be there
        return {}


def find_zone(key: str) -> tzinfo | None:
    """Return the time zone that the face of `zoneinfo` gives, or None when there is none of that key."""
    from stdlib_shims.modules.shim_zoneinfo import keys, load_zone  # imported when it is first wanted, as all shims

    return load_zone(key) if key in keys() else None


@cache
def tzdata_version() -> str:
    """Return the version of the rules of time zones that bodies get, such as 2025b."""
    version: str = importlib.import_module("tzdata").IANA_VERSION
    return version


@cache
def _shared(name: str) -> Face:
    shim = _shim(name)
    return Face(name, shim.OFFERS, shim.REFUSES)


@cache
def _shim(name: str) -> ModuleType:
    """Import a shim when it is first wanted: most runs use three of the modules, not forty."""
    return importlib.import_module(f"stdlib_shims.modules.shim_{name.replace('.', '_')}")
