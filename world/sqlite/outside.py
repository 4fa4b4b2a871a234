"""Hooks, streams, attributes and webhook answers: SQL text and what it means."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from world.changes import Changes, ChunkRow, HookClash, HookRecord, NewChunk, StreamRecord
from world.records import NewMessage
from world.sqlite import queue
from world.sqlite.base import Base
from world.sqlite.runs import insert_bundle, no_limit

_OPEN_HOOK: Final = (
    "INSERT INTO hooks (digest, token, run_key, correlation_id, kind, created_ms, schema, respond, metadata) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING"
)
_HOOK_OWNER: Final = "SELECT run_id FROM hooks JOIN runs USING (run_key) WHERE digest = ?"
_CLOSE_HOOK: Final = "DELETE FROM hooks WHERE run_key = ? AND correlation_id = ?"
_CLOSE_HOOKS: Final = "DELETE FROM hooks WHERE run_key = ?"
_HOOK_COLUMNS: Final = "token, run_id, correlation_id, kind, hooks.created_ms, schema, respond, metadata"
_FIND_HOOK: Final = f"SELECT {_HOOK_COLUMNS} FROM hooks JOIN runs USING (run_key) WHERE digest = ?"
_HOOK_ORDER: Final = "ORDER BY hooks.created_ms, run_key, correlation_id LIMIT ?"
_SELECT_HOOKS: Final = f"SELECT {_HOOK_COLUMNS} FROM hooks JOIN runs USING (run_key) {_HOOK_ORDER}"
SELECT_HOOKS_OF_RUN: Final = (
    f"SELECT {_HOOK_COLUMNS} FROM hooks JOIN runs USING (run_key) WHERE run_id = ? {_HOOK_ORDER}"
)
_OPEN_STREAM: Final = (
    "INSERT INTO streams (run_key, namespace, length, is_closed) VALUES (?, ?, 0, 0) "
    "ON CONFLICT (run_key, namespace) DO UPDATE SET length = length RETURNING stream_key, length, is_closed"
)
_GROW_STREAM: Final = "UPDATE streams SET length = ? WHERE stream_key = ?"
_CLOSE_STREAM: Final = (
    "INSERT INTO streams (run_key, namespace, length, is_closed) VALUES (?, ?, 0, 1) "
    "ON CONFLICT (run_key, namespace) DO UPDATE SET is_closed = 1"
)
_CLOSE_STREAMS: Final = "UPDATE streams SET is_closed = 1 WHERE run_key = ?"
_INSERT_CHUNK: Final = "INSERT INTO chunks (stream_key, number, kind, body) VALUES (?, ?, ?, ?)"
_SELECT_CHUNKS: Final = (
    "SELECT number, kind, body FROM chunks JOIN streams USING (stream_key) JOIN runs USING (run_key) "
    "WHERE run_id = ? AND namespace = ? AND number >= ? ORDER BY number LIMIT ?"
)
_STREAM_COLUMNS: Final = "run_id, namespace, length, is_closed"
_SELECT_STREAMS: Final = (
    f"SELECT {_STREAM_COLUMNS} FROM streams JOIN runs USING (run_key) "
    "WHERE run_id = ? AND namespace = ifnull(?, namespace) ORDER BY namespace"
)
_SET_ATTRIBUTE: Final = (
    "INSERT INTO attributes (run_key, name, value) VALUES (?, ?, ?) "
    "ON CONFLICT (run_key, name) DO UPDATE SET value = excluded.value"
)
_DROP_ATTRIBUTE: Final = "DELETE FROM attributes WHERE run_key = ? AND name = ?"
SELECT_ATTRIBUTES: Final = (
    "SELECT attributes.name, value FROM attributes JOIN runs USING (run_key) WHERE run_id = ? ORDER BY attributes.name"
)
_PUT_ANSWER: Final = (
    "INSERT INTO answers (request_id, answer, created_ms) VALUES (?, ?, ?) ON CONFLICT (request_id) DO NOTHING"
)
_FIND_ANSWER: Final = "SELECT answer FROM answers WHERE request_id = ?"
_MOVE_RUN: Final = "UPDATE runs SET bundle = ?, origin = ? WHERE run_key = ?"


def digest_of(token: str) -> bytes:
    """Return what a token is found by: an index over it tells nothing of tokens that begin alike."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def write_changes(raw: sqlite3.Connection, run_key: int, run_id: str, changes: Changes) -> list[HookClash]:
    """Write what an advance changes but for the runs it starts; return the hooks that were not opened."""
    clashes = _write_hooks(raw, run_key, run_id, changes)
    if changes.chunks:
        _write_chunks(raw, run_key, changes.chunks)
    for namespace in changes.streams_closed:
        raw.execute(_CLOSE_STREAM, (run_key, namespace))
    for name, value in changes.attributes.items():
        if value is None:
            raw.execute(_DROP_ATTRIBUTE, (run_key, name))
        else:
            raw.execute(_SET_ATTRIBUTE, (run_key, name, value))
    if changes.moved is not None:
        insert_bundle(raw, changes.moved.bundle)
        raw.execute(_MOVE_RUN, (changes.moved.bundle.hash, changes.moved.origin, run_key))
    return clashes


def end_run(raw: sqlite3.Connection, run_key: int) -> None:
    """Close what a run that has ended leaves open: its tokens are free again, its streams get no more."""
    raw.execute(_CLOSE_HOOKS, (run_key,))
    raw.execute(_CLOSE_STREAMS, (run_key,))


def _write_hooks(raw: sqlite3.Connection, run_key: int, run_id: str, changes: Changes) -> list[HookClash]:
    raw.executemany(_CLOSE_HOOK, [(run_key, id) for id in changes.hooks_closed])
    clashes = []
    for hook in changes.hooks_opened:
        if hook.correlation_id in changes.hooks_closed:
            continue
        digest = digest_of(hook.token)
        facts = (hook.kind, hook.created_ms, hook.schema, hook.respond, hook.metadata)
        values = (digest, hook.token, run_key, hook.correlation_id, *facts)
        if raw.execute(_OPEN_HOOK, values).rowcount != 1:
            (owner,) = raw.execute(_HOOK_OWNER, (digest,)).fetchone()
            clashes.append(HookClash(run_id, hook.correlation_id, owner))
    return clashes


def _write_chunks(raw: sqlite3.Connection, run_key: int, chunks: Sequence[NewChunk]) -> None:
    by_namespace: dict[str, list[NewChunk]] = {}
    for chunk in chunks:
        by_namespace.setdefault(chunk.namespace, []).append(chunk)
    for namespace, found in by_namespace.items():
        stream_key, length, is_closed = raw.execute(_OPEN_STREAM, (run_key, namespace)).fetchone()
        if is_closed:
            continue
        rows = [(stream_key, length + offset, chunk.kind, chunk.body) for offset, chunk in enumerate(found)]
        raw.executemany(_INSERT_CHUNK, rows)
        raw.execute(_GROW_STREAM, (length + len(found), stream_key))


class Outside(Base):
    """See `world.outside.OutsideWorld`."""

    def find_hook(self, token: str) -> HookRecord | None:
        """See `OutsideWorld.find_hook`."""
        row = self._connection.fetch_one(_FIND_HOOK, (digest_of(token),))
        return None if row is None else HookRecord(*row)

    def list_hooks(self, run_id: str | None = None, *, limit: int | None = None) -> list[HookRecord]:
        """See `OutsideWorld.list_hooks`."""
        of_run, sql = ((), _SELECT_HOOKS) if run_id is None else ((run_id,), SELECT_HOOKS_OF_RUN)
        return [HookRecord(*row) for row in self._connection.fetch_all(sql, (*of_run, no_limit(limit)))]

    def send_to_hook(self, hook: HookRecord, message: NewMessage) -> bool | None:
        """See `OutsideWorld.send_to_hook`."""
        with self._connection.transaction() as raw:
            row = raw.execute(_FIND_HOOK, (digest_of(hook.token),)).fetchone()
            if row is None or HookRecord(*row) != hook:
                return None
            return queue.put(raw, message)

    def read_chunks(self, run_id: str, namespace: str, *, start: int = 0, limit: int | None = None) -> list[ChunkRow]:
        """See `OutsideWorld.read_chunks`."""
        rows = self._connection.fetch_all(_SELECT_CHUNKS, (run_id, namespace, start, no_limit(limit)))
        return [ChunkRow(*row) for row in rows]

    def find_stream(self, run_id: str, namespace: str) -> StreamRecord | None:
        """See `OutsideWorld.find_stream`."""
        return next(iter(self._select_streams(run_id, namespace)), None)

    def list_streams(self, run_id: str) -> list[StreamRecord]:
        """See `OutsideWorld.list_streams`."""
        return self._select_streams(run_id, None)

    def _select_streams(self, run_id: str, namespace: str | None) -> list[StreamRecord]:
        rows = self._connection.fetch_all(_SELECT_STREAMS, (run_id, namespace))
        return [StreamRecord(run_id, name, length, bool(is_closed)) for run_id, name, length, is_closed in rows]

    def get_attributes(self, run_id: str) -> Mapping[str, str]:
        """See `OutsideWorld.get_attributes`."""
        return dict(self._connection.fetch_all(SELECT_ATTRIBUTES, (run_id,)))

    def find_runs(self, attributes: Mapping[str, str], *, limit: int | None = None) -> list[str]:
        """See `OutsideWorld.find_runs`."""
        tests = ["EXISTS (SELECT 1 FROM attributes AS a WHERE a.run_key = runs.run_key AND a.name = ? AND a.value = ?)"]
        where = " AND ".join(tests * len(attributes)) or "1"
        values = [text for pair in attributes.items() for text in pair]
        sql = f"SELECT run_id FROM runs WHERE {where} ORDER BY created_ms DESC, run_key DESC LIMIT ?"
        return [run_id for (run_id,) in self._connection.fetch_all(sql, (*values, no_limit(limit)))]

    def put_answer(self, request_id: str, answer: str, *, now_ms: int) -> bool:
        """See `OutsideWorld.put_answer`."""
        with self._connection.transaction() as raw:
            return raw.execute(_PUT_ANSWER, (request_id, answer, now_ms)).rowcount == 1

    def find_answer(self, request_id: str) -> str | None:
        """See `OutsideWorld.find_answer`."""
        row = self._connection.fetch_one(_FIND_ANSWER, (request_id,))
        return None if row is None else str(row[0])
