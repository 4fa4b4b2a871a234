"""What runs in a body's process: the replay of one run, behind a socket."""

from __future__ import annotations

import json
import marshal
import os
import socket
from collections.abc import Callable
from typing import Final

from vm.core.events import RunCreated, decode_event
from vm.core.replay import Replay
from vm.errors import OutOfMemory
from vm.host.isolation.deaths import EXHAUSTED, FAULTY
from vm.host.isolation.frames import Channel, Fields, Hangup, pack
from vm.host.isolation.seal import grant_cpu
from vm.host.isolation.speech import (
    COMMAND,
    DONE,
    FED,
    LIVE,
    MAX_TRACE,
    OPEN,
    PATCHES,
    WHERE,
    say_command,
    say_frames,
)
from vm.sandbox import kept
from vm.sandbox.bundle import Bundle
from vm.sandbox.program import SandboxProgram

LONGEST_TOLD: Final = 2**31
"""Bytes of one frame from the host, which is believed."""


def serve(end: socket.socket, cpu_seconds: int) -> None:
    """Answer the host until it hangs up. Each frame is answered by some that say commands, then one that says done."""
    channel = Channel(end, max_frame=LONGEST_TOLD)
    grant_cpu(cpu_seconds)
    try:
        replay = _open(channel.receive())
        channel.send(pack(DONE))
        while True:
            verb, *fields = channel.receive()
            grant_cpu(cpu_seconds)
            channel.send(_ANSWERS[verb or b""](replay, tuple(fields)))
    except Hangup:
        return


def _open(fields: Fields) -> Replay:
    verb, bundle, compiled, workflow, header = (field or b"" for field in fields)
    assert verb == OPEN, "a conversation begins with a run"
    kept.give(marshal.loads(compiled))
    created = decode_event(header)
    assert isinstance(created, RunCreated), "a run begins with its header"
    return Replay(SandboxProgram(Bundle.from_bytes(bundle), workflow.decode()), created)


def _feed(replay: Replay, fields: Fields) -> bytes:
    commands = [command for event in fields for command in replay.feed(decode_event(event or b""))]
    return b"".join([*(pack(COMMAND, *say_command(command)) for command in commands), pack(DONE)])


def _expect_patches(replay: Replay, fields: Fields) -> bytes:
    replay.expect_patches(frozenset(json.loads(fields[0] or b"[]")))
    return pack(DONE)


def _go_live(replay: Replay, _: Fields) -> bytes:
    replay.go_live()
    return pack(DONE)


def _say_where(replay: Replay, _: Fields) -> bytes:
    origin = None if replay.origin is None else str(replay.origin).encode("utf-8", "surrogatepass")
    return pack(DONE, origin, *say_frames(replay.frames()[-MAX_TRACE:]))


_ANSWERS: Final[dict[bytes, Callable[[Replay, Fields], bytes]]] = {
    FED: _feed,
    PATCHES: _expect_patches,
    LIVE: _go_live,
    WHERE: _say_where,
}


def end_badly(error: BaseException) -> int:
    """Return what a body's process exits with when `error` ends it, and leave word of it on stderr."""
    if isinstance(error, MemoryError | OutOfMemory):
        return EXHAUSTED
    os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "backslashreplace"))
    return FAULTY
