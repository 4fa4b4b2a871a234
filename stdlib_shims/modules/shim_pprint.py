"""`pprint`: the real layout, without addresses. What is printed goes to the run's log, as `print()` does."""

from __future__ import annotations

import dataclasses
import pprint
import re
from collections import deque
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, Final

from stdlib_shims.refusals import Refused, TooLarge
from stdlib_shims.run import MAX_WIDTH, Run, as_everywhere
from stdlib_shims.spending import charge
from stdlib_shims.weights import depth_of, weigh

_RECURSION: Final = re.compile(r"<Recursion on (\w+) with id=\d+>")

REFUSES: Final[dict[str, str]] = {}


def pformat(
    object: Any,
    indent: int = 1,
    width: int = 80,
    depth: int | None = None,
    *,
    compact: bool = False,
    sort_dicts: bool = True,
    underscore_numbers: bool = False,
) -> str:
    """Return an object laid out in lines.

    Dicts are sorted if the keys of every one can be; the real module puts the others in order of address.

    Raises:
        TooLarge: The indent is over `MAX_WIDTH`.
    """
    if indent > MAX_WIDTH:
        raise TooLarge("an indent", MAX_WIDTH, "characters")
    _pay(object)
    printer = _Printer(
        indent,
        width,
        depth,
        compact=compact,
        sort_dicts=sort_dicts and _can_sort(object),
        underscore_numbers=underscore_numbers,
    )
    return printer.pformat(object)


class _Printer(pprint.PrettyPrinter):
    """The real one, which counts no characters of addresses when it looks whether a line is too long."""

    def format(self, object: Any, context: Any, maxlevels: int, level: int) -> tuple[str, bool, bool]:
        text, is_readable, is_recursive = super().format(object, context, maxlevels, level)
        return _clean(text), is_readable, is_recursive


def _pay(value: Any) -> None:
    """Pay for a value's being laid out: every part of it is looked at several times, in Python."""
    weight = weigh(value)
    charge(4 * weight + 4 * weight * depth_of(value))


def saferepr(object: Any) -> str:
    """Return the representation, in the order in which the object holds things."""
    _pay(object)
    return _Printer(sort_dicts=False).format(object, {}, 0, 0)[0]


def isreadable(object: Any) -> bool:
    """Tell whether the representation could be read back."""
    _pay(object)
    return pprint.isreadable(object)


def isrecursive(object: Any) -> bool:
    """Tell whether an object holds itself."""
    _pay(object)
    return pprint.isrecursive(object)


def _clean(text: str) -> str:
    return as_everywhere(_RECURSION.sub(r"<Recursion on \1>", text))


def _can_sort(root: Any) -> bool:
    """Tell whether the keys of every dict inside can be put in order."""
    seen: set[int] = set()
    left = [root]
    while left:
        found = left.pop()
        if id(found) not in seen:
            seen.add(id(found))
            if isinstance(found, Mapping) and not _are_ordered(found):
                return False
            left.extend(_parts(found))
    return True


def _are_ordered(mapping: Mapping[Any, Any]) -> bool:
    try:
        sorted(mapping)
    except TypeError:
        return False
    return True


def _parts(found: Any) -> Iterator[Any]:
    if isinstance(found, Mapping):
        yield from found.values()
    elif isinstance(found, list | tuple | deque):
        yield from found
    elif isinstance(found, SimpleNamespace) or (dataclasses.is_dataclass(found) and not isinstance(found, type)):
        yield from vars(found).values() if hasattr(found, "__dict__") else ()


OFFERS: Final[dict[str, Any]] = {
    "isreadable": isreadable,
    "isrecursive": isrecursive,
    "pformat": pformat,
    "saferepr": saferepr,
}


def bind(run: Run) -> dict[str, Any]:
    """Return what prints."""

    def print_object(object: Any, stream: None = None, *args: Any, **options: Any) -> None:
        if stream is not None:
            raise Refused("pprint to a stream", "leave it out: the text goes to the run's log")
        run.write_log("print", f"{pformat(object, *args, **options)}\n")

    def print_unsorted(object: Any, *args: Any, sort_dicts: bool = False, **options: Any) -> None:
        print_object(object, *args, sort_dicts=sort_dicts, **options)

    class PrettyPrinter:
        """The options of `pformat`, kept. What it prints goes to the run's log."""

        def __init__(self, indent: int = 1, width: int = 80, depth: int | None = None, **options: Any) -> None:
            self._options = {"indent": indent, "width": width, "depth": depth, **options}

        def pformat(self, object: Any) -> str:
            return pformat(object, **self._options)

        def pprint(self, object: Any) -> None:
            run.write_log("print", f"{self.pformat(object)}\n")

        def isreadable(self, object: Any) -> bool:
            return isreadable(object)

        def isrecursive(self, object: Any) -> bool:
            return isrecursive(object)

    return {"PrettyPrinter": PrettyPrinter, "pp": print_unsorted, "pprint": print_object}
