"""What a run has beside its journal and its waits: read whole, and written where the run is imported."""

from __future__ import annotations

import sqlite3
from typing import Final

from world.changes import Belongings, Changes, HookRecord, NewChunk
from world.records import NewMessage, RunRecord
from world.sqlite import queue
from world.sqlite.outside import SELECT_ATTRIBUTES, SELECT_HOOKS_OF_RUN, end_run, write_changes

_SELECT_CHUNKS: Final = (
    "SELECT namespace, kind, body FROM chunks JOIN streams USING (stream_key) JOIN runs USING (run_key) "
    "WHERE run_id = ? ORDER BY namespace, number"
)
_SELECT_CLOSED: Final = (
    "SELECT namespace FROM streams JOIN runs USING (run_key) WHERE run_id = ? AND is_closed ORDER BY namespace"
)
_SELECT_MESSAGES: Final = (
    "SELECT run_id, queue.kind, payload, key, queue.due_ms, queue.priority FROM queue JOIN runs USING (run_key) "
    "WHERE run_id = ? ORDER BY message_id"
)
_SELECT_KEYS: Final = "SELECT key FROM queue_keys JOIN runs USING (run_key) WHERE run_id = ? ORDER BY key"


def read_belongings(raw: sqlite3.Connection, run_id: str) -> Belongings:
    """Return them as of one moment."""
    raw.execute("BEGIN")
    try:
        return Belongings(
            hooks=tuple(HookRecord(*row) for row in raw.execute(SELECT_HOOKS_OF_RUN, (run_id, -1))),
            chunks=tuple(NewChunk(*row) for row in raw.execute(_SELECT_CHUNKS, (run_id,))),
            streams_closed=tuple(name for (name,) in raw.execute(_SELECT_CLOSED, (run_id,))),
            attributes=dict(raw.execute(SELECT_ATTRIBUTES, (run_id,)).fetchall()),
            messages=tuple(NewMessage(*row) for row in raw.execute(_SELECT_MESSAGES, (run_id,))),
            keys=tuple(key for (key,) in raw.execute(_SELECT_KEYS, (run_id,))),
        )
    finally:
        raw.execute("COMMIT")


def write_belongings(raw: sqlite3.Connection, run_key: int, run: RunRecord, found: Belongings) -> None:
    """Write them for a run that was just imported. Tokens that others have are left to those."""
    changes = Changes(
        hooks_opened=found.hooks,
        chunks=found.chunks,
        streams_closed=found.streams_closed,
        attributes=found.attributes,
    )
    write_changes(raw, run_key, run.run_id, changes)
    if run.ended_ms is not None:
        end_run(raw, run_key)  # whatever the file says of its streams
    for message in found.messages:
        queue.put(raw, message)
    queue.remember(raw, run_key, found.keys)
