"""Faces of the event loops that Python people know, on the kernel of one run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stdlib_shims.face import Face
from vm.core.context import Context


def _asyncio(context: Context) -> Face:
    from vm.sandbox.faces.asyncio_face import make_asyncio

    return make_asyncio(context)


def _trio(context: Context) -> Face:
    from vm.sandbox.faces.trio_face import make_trio

    return make_trio(context)


def _trio_lowlevel(context: Context) -> Face:
    from vm.sandbox.faces.trio_face import make_trio_lowlevel

    return make_trio_lowlevel(context)


FACES: Final[dict[str, Callable[[Context], Face]]] = {
    "asyncio": _asyncio,
    "trio": _trio,
    "trio.lowlevel": _trio_lowlevel,
}
"""By module name. Few runs want any of them, so each is loaded when it is first imported."""
