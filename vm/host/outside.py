"""What an advance changes of the world outside the run: its hooks, streams and attributes, runs it starts, messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Final

from vm.core import commands as ask
from vm.core.codec import plain
from vm.core.commands import Command
from vm.core.events import RunCreated
from vm.core.frozen import frozen, record
from vm.core.state import OpenHook
from vm.host import letters
from vm.host.streams import AttemptSink, Item
from world.changes import Changes, HookRecord, Move, NewChunk
from world.records import Creation, NewMessage

if TYPE_CHECKING:
    from vm.host.births import Birth


OUTSIDE: Final = (
    ask.OpenHook, ask.DisposeHook, ask.StartChild, ask.CancelChild, ask.ContinueRun, ask.SetAttributes,
)  # fmt: skip


@frozen
class Descendant:
    """A run that a body starts: a child (`correlation_id` names it) or, without one, the run's own successor."""

    run_id: str
    workflow: str
    input: str
    correlation_id: str | None


@record
class Outside:
    """Collected while a run advances. `births` are what becomes of `descendants` when they are written."""

    hooks_opened: list[HookRecord] = field(default_factory=list)
    hooks_closed: list[str] = field(default_factory=list)
    descendants: list[Descendant] = field(default_factory=list)
    births: list[tuple[Descendant, Birth]] = field(default_factory=list)
    attributes: dict[str, str | None] = field(default_factory=dict)
    messages: list[NewMessage] = field(default_factory=list)
    written: list[tuple[AttemptSink, list[Item]]] = field(default_factory=list)
    moved: Move | None = None

    def record(self, command: Command, header: RunCreated, now_ms: int) -> None:
        """Take note of what a command of `OUTSIDE` changes. `now_ms` is the run's own time."""
        match command:
            case ask.OpenHook():
                self.hooks_opened.append(hook_record(header.run_id, command, now_ms))
            case ask.DisposeHook():
                self.hooks_closed.append(command.correlation_id)
            case ask.StartChild():
                made = Descendant(command.child, command.workflow, command.input, command.correlation_id)
                self.descendants.append(made)
            case ask.CancelChild():
                self.messages += letters.cancel(
                    command.child, reason=f"run {header.run_id} asked for it", now_ms=now_ms, key=header.run_id
                )
            case ask.ContinueRun():
                self.descendants.append(Descendant(command.next, header.workflow, command.input, None))
            case ask.SetAttributes():
                self.attributes.update(_texts_of(plain(command.attributes)))

    def take_written(self, sink: AttemptSink) -> None:
        """Take what a step has written since one last looked."""
        items = sink.take()
        if items:
            self.written.append((sink, items))

    def changes(self, creations: tuple[Creation, ...]) -> Changes:
        """Return what is to be written. `creations` are those of the births."""
        chunks, closed = _sort_items([item for _, items in self.written for item in items])
        return Changes(
            hooks_opened=tuple(self.hooks_opened),
            hooks_closed=tuple(self.hooks_closed),
            children=creations,
            chunks=chunks,
            streams_closed=closed,
            attributes=self.attributes,
            moved=self.moved,
        )

    def settle(self) -> None:
        """It is stored: whoever waits to write more may."""
        for sink, items in self.written:
            sink.commit(items)


def hook_record(run_id: str, hook: ask.OpenHook | OpenHook, now_ms: int) -> HookRecord:
    """Return a hook as the world keeps it."""
    return HookRecord(
        hook.token, run_id, hook.correlation_id, hook.kind, now_ms, hook.schema, hook.respond, hook.metadata
    )


def _texts_of(attributes: Mapping[str, object]) -> dict[str, str | None]:
    return {
        name: None if value is None else json.dumps(value, ensure_ascii=False) for name, value in attributes.items()
    }


def _sort_items(items: list[Item]) -> tuple[tuple[NewChunk, ...], tuple[str, ...]]:
    """Tell chunks from the names of streams that were closed; what was written behind an end is dropped."""
    chunks: list[NewChunk] = []
    closed: dict[str, None] = {}
    for item in items:
        if isinstance(item, str):
            closed[item] = None
        elif item.namespace not in closed:
            chunks.append(item)
    return tuple(chunks), tuple(closed)
