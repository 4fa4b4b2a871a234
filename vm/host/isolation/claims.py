"""What a body's process may ask for. In this process the sandbox sees to it; of another one every word is checked.

A process that was taken over can still ask for whatever its run may: any step that the host knows, with any
arguments, and any end. It cannot ask for anything that the host would not know how to deal with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from vm.core import commands as ask
from vm.core.children import ON_CLOSE
from vm.core.codec import decode
from vm.core.codec._decode import parse_json
from vm.core.commands import Command
from vm.core.context import MAX_LOG
from vm.core.ids import check_run_id, split_id
from vm.core.options import check_stored
from vm.errors import BadInput, BadOption, MalformedValue
from vm.host.isolation.frames import BadFrame

_ID: Final = re.compile(r"(step|wait|hook|child)_([1-9][0-9]{0,8})")
_OPENING: Final = (ask.RunStep, ask.StartWait, ask.OpenHook, ask.StartChild)
_HOOK_KINDS: Final = ("hook", "webhook")
_LONGEST_TIME_MS: Final = 2**63 - 1
_LONGEST_NAME: Final = 10_000


class Claims:
    """Checks one run's commands, in their order. Ids count up: none is used twice, in whatever process."""

    def __init__(self) -> None:
        self._last = 0

    def check(self, command: Command) -> None:
        """Raise `BadFrame` when no body of ours would ask for this."""
        try:
            for name, check in _CHECKS.items():
                value = getattr(command, name, None)
                if value is not None:
                    check(value)
            for name in _ENCODED:
                value = getattr(command, name, None)
                if value is not None:
                    parse_json(value)
        except (BadInput, BadOption, MalformedValue, ValueError, RecursionError) as error:
            raise BadFrame(f"{type(command).__name__}: {error}") from error
        if isinstance(command, _OPENING):
            number = int(command.correlation_id.rpartition("_")[2])
            if number <= self._last:
                raise BadFrame(f"{command.correlation_id} was used before")
            self._last = number


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise BadFrame(what)


def _check_id(value: str) -> None:
    _require(_ID.fullmatch(value) is not None, "this is no correlation id")


def _check_name(value: str) -> None:
    _require(0 < len(value) <= _LONGEST_NAME, "a name is too long, or missing")
    value.encode()  # nobody outside can do anything with half a character


def _check_attributes(value: str) -> None:
    attributes = decode(value)
    _require(type(attributes) is dict and all(type(name) is str for name in attributes), "these are no attributes")
    kinds = {type(member) for member in attributes.values()}
    _require(kinds <= {str, int, float, bool, type(None)}, "attributes are text, numbers and booleans")


def _check_options(value: str) -> None:
    check_stored(decode(value))


_CHECKS: Final[dict[str, Callable[[Any], object]]] = {
    "correlation_id": _check_id,
    "step": split_id,
    "workflow": split_id,
    "until_ms": lambda value: _require(0 <= value <= _LONGEST_TIME_MS, "this is no time"),
    "level": _check_name,
    "text": lambda value: _require(len(value) <= 2 * MAX_LOG, "a line of log is too long"),
    "token": _check_name,
    "kind": lambda value: _require(value in _HOOK_KINDS, "this is no kind of hook"),
    "schema": _check_name,
    "child": check_run_id,
    "next": check_run_id,
    "on_close": lambda value: _require(value in ON_CLOSE, "a child is cancelled or abandoned"),
    "patch": _check_name,
    "options": _check_options,
    "attributes": _check_attributes,
}
"""By the name of a command's member."""

_ENCODED: Final = ("args", "respond", "metadata", "input", "output", "error")
