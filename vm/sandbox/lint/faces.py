"""What the modules that a body can import have to offer, by name: asked of the faces themselves."""

from __future__ import annotations

from contextvars import copy_context
from functools import cache
from random import Random
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

from stdlib_shims import NAMES, Face, make, members_of
from vm.sandbox.faces import FACES
from vm.sandbox.importer import ERRORS_FACE
from vm.sandbox.surface import make_builtins, make_face


class Offer(NamedTuple):
    """The names that a module has inside a body, and why some others are not among them."""

    names: frozenset[str]
    refused: dict[str, str]


_NO_RUN: Final[Any] = SimpleNamespace(kernel=None, random=Random(0), id_random=Random(0))
"""A face is bound to a run; nothing of it is called here."""


@cache
def offer_of(module: str) -> Offer | None:
    """Return what a module offers, or None when there is none of that name in a body."""
    face = _face(module)
    return None if face is None else Offer(frozenset(members_of(face)), dict(face._refused))


def _face(module: str) -> Face | None:
    if module == "vm":
        return make_face(_NO_RUN, make_builtins(_NO_RUN, ()))
    if module == "vm.errors":
        return ERRORS_FACE
    if module in FACES:
        return copy_context().run(FACES[module], _NO_RUN)
    return make(module, _NO_RUN)


def split_module(dotted: str) -> tuple[str, str] | None:
    """Return the module of a body and the rest of a dotted name: `time` and `sleep` of `time.sleep`."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        module = ".".join(parts[:count])
        if module in NAMES or module in FACES or module in ("vm", "vm.errors"):
            return module, ".".join(parts[count:])
    return None
