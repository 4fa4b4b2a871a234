"""Programs for tests of the core: a plain coroutine function stands in for a sandboxed file."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from vm.core.codec import PLAIN, encode
from vm.core.commands import Command
from vm.core.context import Context
from vm.core.events import JOURNAL_VERSION, Encoded, Event, RunCreated, RunStarted, StepCompleted, StepStarted
from vm.core.journal import Entry, Journal
from vm.core.program import Body
from vm.core.replay import Replay

T0 = 1_000_000


class PlainProgram:
    """Runs `make(context)`, a coroutine function taking the workflow's arguments, unsandboxed."""

    policy = 1
    is_patched = True

    def __init__(self, make: Callable[[Context], Callable[..., Any]]) -> None:
        self._make = make
        self.files = frozenset({make.__code__.co_filename})

    def open(self, context: Context) -> Body:
        return Body(self._make(context), PLAIN)


OPEN: list[Replay] = []
"""Replays to be closed when the test ends: a body that is merely dropped complains on stderr."""


def header(run_id: str = "run-1", seed: str = "seed", args: tuple[Any, ...] = (), **kwargs: Any) -> RunCreated:
    return RunCreated(
        at_ms=T0,
        journal_version=JOURNAL_VERSION,
        run_id=run_id,
        workflow="workflow//test.py//main",
        bundle="b" * 64,
        policy=1,
        seed=seed,
        input=encode((args, kwargs)),
    )


def started(make: Callable[[Context], Callable[..., Any]], *args: Any) -> tuple[Replay, list[Command]]:
    """Return a replay of `make` that has been started, and its first commands."""
    replay = Replay(PlainProgram(make), header(args=args))
    OPEN.append(replay)
    return replay, replay.feed(RunStarted(at_ms=T0))


def attempt(correlation_id: str, at_ms: int = T0, number: int = 1) -> StepStarted:
    return StepStarted(at_ms=at_ms, correlation_id=correlation_id, attempt=number)


def completed(correlation_id: str, value: Any = None, at_ms: int = T0) -> StepCompleted:
    return StepCompleted(at_ms=at_ms, correlation_id=correlation_id, result=encode(value))


def finish_step(replay: Replay, correlation_id: str, value: Any = None, at_ms: int = T0) -> list[Command]:
    """Feed an attempt and its result."""
    replay.feed(attempt(correlation_id, at_ms))
    return replay.feed(completed(correlation_id, value, at_ms))


class Recorder:
    """Writes a journal the way a host does: each event fed, then what it made the body ask for."""

    def __init__(self, make: Callable[[Context], Callable[..., Any]], *args: Any) -> None:
        head = header(args=args)
        self.program = PlainProgram(make)
        self.replay = Replay(self.program, head)
        OPEN.append(self.replay)
        self.journal = Journal(head.run_id)
        self.entries: list[Entry] = [self.journal.append(head)]

    def feed(self, *events: Event) -> list[Command]:
        commands: list[Command] = []
        for event in events:
            commands = self.replay.feed(event)
            self.entries.append(self.journal.append(event))
            for command in commands:
                self.entries.append(self.journal.append(command.event(self.replay.now_ms)))
        return commands

    def rows(self) -> list[tuple[int, bytes, bytes]]:
        return [(entry.position, entry.body, entry.hash) for entry in self.entries]


def text(encoded: str) -> Encoded:
    return Encoded(encoded)


def day(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)
