"""What waits for workers, and what they gave up on: as tables for people and as documents for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from vm.core.describe import format_time
from vm.core.ids import short_name
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import PROGRAM
from world.interface import World
from world.records import BuriedRun, MessageRecord

DEFAULT_LIMIT: Final = 50
MOST_SHOWN: Final = 200  # characters of a message's payload; `--json` has all


def message_document(message: MessageRecord) -> dict[str, Any]:
    """Return a message as JSON."""
    return {
        "message_id": message.message_id,
        "run_id": message.run_id,
        "kind": message.kind,
        "due": format_time(message.due_ms),
        "priority": message.priority,
        "key": message.key,
        "payload": message.payload,
    }


def buried_document(buried: BuriedRun) -> dict[str, Any]:
    """Return a buried run as JSON."""
    return {
        "run_id": buried.run_id,
        "workflow": buried.workflow,
        "deliveries": buried.deliveries,
        "reason": buried.reason,
        "buried": format_time(buried.buried_ms),
    }


def show_messages(world: World, limit: int, screen: Screen) -> None:
    """Show what waits, in the order in which workers take it."""
    found = world.list_messages(limit=limit + 1)
    if screen.is_json:
        screen.answer(_messages_document(found, limit))
        return
    cells = [_message_cells(message) for message in found[:limit]]
    _show_some(["run", "kind", "due", "priority", "payload"], cells, screen, none="no messages")
    _announce_more(len(found), limit, screen)


def show_buried(world: World, limit: int, screen: Screen) -> None:
    """Show dead letters, the last buried first, and how one gets them back."""
    found = world.list_buried(limit=limit + 1)
    if screen.is_json:
        screen.answer(_buried_document(found, limit))
        return
    cells = [_buried_cells(run) for run in found[:limit]]
    _show_some(["run", "workflow", "deliveries", "buried", "reason"], cells, screen, none="no buried runs")
    _announce_more(len(found), limit, screen)
    if found:
        screen.show_error([line(f"`{PROGRAM} queue revive RUN` puts one back, once the reason is mended")])


def show_queue(world: World, limit: int, screen: Screen) -> None:
    """Show both."""
    if screen.is_json:
        messages, buried = world.list_messages(limit=limit + 1), world.list_buried(limit=limit + 1)
        is_more = max(len(messages), len(buried)) > limit
        screen.answer({**_messages_document(messages, limit), **_buried_document(buried, limit), "is_more": is_more})
        return
    show_messages(world, limit, screen)
    show_buried(world, limit, screen)


def _messages_document(found: Sequence[MessageRecord], limit: int) -> dict[str, Any]:
    rows = [message_document(message) for message in found[:limit]]
    return {"messages": rows, "is_more": len(found) > limit}


def _buried_document(found: Sequence[BuriedRun], limit: int) -> dict[str, Any]:
    return {"buried": [buried_document(run) for run in found[:limit]], "is_more": len(found) > limit}


def _show_some(heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen, *, none: str) -> None:
    if rows:
        screen.show_table(heads, rows)
    else:
        screen.show([line(none)])


def _announce_more(found: int, limit: int, screen: Screen) -> None:
    if found > limit:
        screen.show_error([line(f"there are more: these are the first {limit}; --limit N shows N")])


def _message_cells(message: MessageRecord) -> list[str]:
    payload = message.payload or ""
    payload = payload if len(payload) <= MOST_SHOWN else f"{payload[: MOST_SHOWN - 1]}…"  # a bundle may be in it
    return [message.run_id, message.kind, format_time(message.due_ms), str(message.priority), payload]


def _buried_cells(run: BuriedRun) -> list[str]:
    return [run.run_id, short_name(run.workflow), str(run.deliveries), format_time(run.buried_ms), run.reason]
