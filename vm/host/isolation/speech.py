"""Commands as fields of a frame, and back. The way back believes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, Final

from vm.core import commands as ask
from vm.core.commands import Command
from vm.core.events import Encoded
from vm.core.traces import Frame
from vm.host.isolation.frames import BadFrame, Fields

OPEN, FED, PATCHES, LIVE, WHERE = b"open", b"feed", b"patches", b"live", b"where"
"""What a host's frame begins with: it makes a replay, feeds it, tells it something, or asks where it stands."""

COMMAND, DONE = b"command", b"done"
"""What a body's frame begins with. Each frame of the host is answered by commands, then by one that ends them."""

_KINDS: Final[tuple[type[Command], ...]] = (
    ask.RunStep, ask.CancelStep, ask.StartWait, ask.CancelWait, ask.WriteLog,
    ask.OpenHook, ask.DisposeHook, ask.StartChild, ask.CancelChild, ask.SetAttributes, ask.MarkPatch,
    ask.CompleteRun, ask.FailRun, ask.CancelRun, ask.ContinueRun,
)  # fmt: skip

_OUTSIDE: Final = ("origin", "trace")  # they have places of their own

_MEMBERS: Final = {
    kind: tuple((field.name, str(field.type)) for field in fields(kind) if field.name not in _OUTSIDE)
    for kind in _KINDS
}
_BY_NAME: Final = {kind.__name__.encode(): kind for kind in _KINDS}

MAX_TRACE: Final = 64
_INT: Final = re.compile(rb"-?[0-9]{1,18}")


def _write_text(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def _read_text(value: bytes) -> str:
    return value.decode("utf-8", "surrogatepass")


def _read_int(value: bytes) -> int:
    if _INT.fullmatch(value) is None:
        raise BadFrame("this is no number")
    return int(value)


def _read_flag(value: bytes) -> bool:
    return _FLAGS[value]


_FLAGS: Final = {b"0": False, b"1": True}

_WRITERS: Final[dict[str, Callable[[Any], bytes]]] = {
    "str": _write_text,
    "Encoded": _write_text,
    "int": lambda value: b"%d" % value,
    "bool": lambda value: b"1" if value else b"0",
}
_READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    "str": _read_text,
    "Encoded": lambda value: Encoded(_read_text(value)),
    "int": _read_int,
    "bool": _read_flag,
}


def say_command(command: Command) -> list[bytes | None]:
    """Return a command as fields: its kind, where it was asked for, its members, its trace."""
    said: list[bytes | None] = [type(command).__name__.encode()]
    said.append(None if command.origin is None else _write_text(str(command.origin)))
    for name, kind in _MEMBERS[type(command)]:
        value = getattr(command, name)
        said.append(None if value is None else _WRITERS[kind.partition(" | ")[0]](value))
    return [*said, *say_frames(getattr(command, "trace", ()))]


def hear_command(heard: Fields) -> Command:
    """Return the command that the fields say. Raises `BadFrame`."""
    try:
        name, origin, *rest = heard
        kind = _BY_NAME[name or b""]
        members = _MEMBERS[kind]
        values = {name: _hear(type_, field) for (name, type_), field in zip(members, rest, strict=False)}
        trace = hear_frames(rest[len(members) :])
        place = None if origin is None else _read_text(origin)
        if len(values) < len(members) or (trace and "trace" not in kind.__dataclass_fields__):
            raise BadFrame(f"{kind.__name__} has other members")
        extra: dict[str, Any] = {"trace": trace} if trace else {}
        return kind(origin=place, **values, **extra)
    except (ValueError, KeyError) as error:
        raise BadFrame("this is no command") from error


def _hear(type_: str, field: bytes | None) -> Any:
    kind, _, optional = type_.partition(" | ")
    if field is not None:
        return _READERS[kind](field)
    if not optional:
        raise BadFrame(f"there is no {kind} where one has to be")
    return None


def say_frames(frames: Sequence[Frame]) -> list[bytes | None]:
    said: list[bytes | None] = []
    for file, line, function in frames:
        said += (_write_text(file), b"%d" % line, _write_text(function))
    return said


def hear_frames(heard: Sequence[bytes | None]) -> tuple[Frame, ...]:
    """Return the frames of a trace that the fields say. Raises `BadFrame`."""
    if len(heard) % 3 or len(heard) > 3 * MAX_TRACE or None in heard:
        raise BadFrame("this is no trace")
    given = [field or b"" for field in heard]
    try:
        return tuple(
            (_read_text(file), _read_int(line), _read_text(function))
            for file, line, function in zip(given[::3], given[1::3], given[2::3], strict=True)
        )
    except ValueError as error:
        raise BadFrame("this is no trace") from error
