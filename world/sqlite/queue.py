"""Messages for runs: a table in the same file, so that sending and consuming are part of an advance."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from vm.errors import RunNotFound
from world.records import MessageRecord, NewMessage
from world.sqlite.runs import FIND_KEY, no_limit

_FIND_OPEN_KEY: Final = "SELECT run_key, priority FROM runs WHERE run_id = ? AND ended_ms IS NULL"
_INSERT_KEY: Final = "INSERT INTO queue_keys (run_key, key) VALUES (?, ?) ON CONFLICT (run_key, key) DO NOTHING"
_INSERT: Final = "INSERT INTO queue (run_key, kind, payload, key, due_ms, priority) VALUES (?, ?, ?, ?, ?, ?)"
_PULL_DUE: Final = """
    UPDATE runs SET
        due_ms = min(ifnull(due_ms, :due_ms), :due_ms),
        priority = max(priority, :priority)
    WHERE run_key = :run_key
"""
_CONSUME: Final = "DELETE FROM queue WHERE message_id = ? AND run_key = ?"
_DELETE_ALL: Final = "DELETE FROM queue WHERE run_key = ?"
_COLUMNS: Final = "message_id, run_id, kind, payload, key, queue.due_ms, queue.priority"
_ORDER: Final = "ORDER BY queue.priority DESC, queue.due_ms, message_id LIMIT ?"
_SELECT: Final = f"SELECT {_COLUMNS} FROM queue JOIN runs USING (run_key) {_ORDER}"
_SELECT_OF_RUN: Final = f"SELECT {_COLUMNS} FROM queue JOIN runs USING (run_key) WHERE run_id = ? {_ORDER}"
# CROSS: from the runs that the owner holds to their messages, never through all that lie in the queue.
_SELECT_NEWS: Final = (
    f"SELECT {_COLUMNS} FROM runs CROSS JOIN queue USING (run_key) WHERE owner = ? AND message_id > ? "
    "ORDER BY message_id"
)


def require_run(raw: sqlite3.Connection, run_id: str) -> None:
    """Raise `RunNotFound` unless the run exists, over or not."""
    if raw.execute(FIND_KEY, (run_id,)).fetchone() is None:
        raise RunNotFound(run_id)


def put(raw: sqlite3.Connection, message: NewMessage) -> bool:
    """Queue a message. Return False when its key is known, or its run is over or not there."""
    found = raw.execute(_FIND_OPEN_KEY, (message.run_id,)).fetchone()
    if found is None:
        return False
    run_key, own_priority = found
    priority = own_priority if message.priority is None else message.priority
    if message.key is not None and raw.execute(_INSERT_KEY, (run_key, message.key)).rowcount != 1:
        return False
    raw.execute(_PULL_DUE, {"run_key": run_key, "due_ms": message.due_ms, "priority": priority})
    values = (run_key, message.kind, message.payload, message.key, message.due_ms, priority)
    raw.execute(_INSERT, values)
    return True


def remember(raw: sqlite3.Connection, run_key: int, keys: Sequence[str]) -> None:
    """Know the keys of messages that were sent elsewhere."""
    raw.executemany(_INSERT_KEY, [(run_key, key) for key in keys])


def consume(raw: sqlite3.Connection, run_key: int, message_ids: Sequence[int]) -> None:
    """Take messages out of the queue. Those of other runs stay."""
    raw.executemany(_CONSUME, [(message_id, run_key) for message_id in message_ids])


def delete_all(raw: sqlite3.Connection, run_key: int) -> None:
    raw.execute(_DELETE_ALL, (run_key,))


def select_messages(raw: sqlite3.Connection, run_id: str | None, limit: int | None) -> list[MessageRecord]:
    if run_id is None:
        found = raw.execute(_SELECT, (no_limit(limit),))
    else:
        found = raw.execute(_SELECT_OF_RUN, (run_id, no_limit(limit)))
    return [MessageRecord(*row) for row in found]


def select_news(raw: sqlite3.Connection, owner: str, after: int) -> list[MessageRecord]:
    return [MessageRecord(*row) for row in raw.execute(_SELECT_NEWS, (owner, after))]
