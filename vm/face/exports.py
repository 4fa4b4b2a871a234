"""One run in one file: its record, its source, its journal with what stands beside the chain, its waits.

A file of lines, each a JSON object of its own kind, in this order:

    {"export": 1, "run": {...}, "events": N, "waits": M, "more": K}   the form's version, the run as its world listed it
    {"bundle": "..."}                                          the bytes that the run's bundle hash is of, as text
    {"event": 1, "hash": "...", ..., "body": "..."}            N of them: the canonical bytes, as text
    {"wait": "wait_1", "kind": "sleep", "due_ms": ...}         M of them
    {"more": "attribute", "name": "...", "value": "..."}       K of them: what it has beside, see `vm.face.belongings`
    {"sha256": "..."}                                          of all bytes before this line

The chain proves the events; the last line also what no chain covers (times, notes, waits), and that nothing is cut
off. Text of lines was chosen over an archive: it can be read, searched, compared and piped, and it is the same bytes
whenever the same run is exported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NoReturn

from vm.core.events import RunCreated, RunUpgraded, decode_event
from vm.core.frozen import frozen
from vm.core.journal import check_link, verify_chain
from vm.core.lifecycle import RUN_LIFECYCLE, TERMINAL_RUN, RunStatus
from vm.errors import BadInput, ExportDamaged, JournalCorrupt, MalformedValue
from vm.face.belongings import KINDS, dump_belongings, load_belongings
from world.changes import Belongings
from world.interface import World
from world.records import BundleRecord, JournalRow, RunRecord, WaitRecord

FORM: Final = 1

_RUN: Final[Mapping[str, tuple[type, ...]]] = {
    "run_id": (str,),
    "workflow": (str,),
    "bundle": (str,),
    "status": (str,),
    "head_hash": (str,),
    "created_ms": (int,),
    "updated_ms": (int,),
    "ended_ms": (int, type(None)),
    "origin": (str, type(None)),
    "epoch": (int,),
    "dedup_key": (str, type(None)),
    "priority": (int,),
}
_EVENT: Final[Mapping[str, tuple[type, ...]]] = {
    "event": (int,),
    "hash": (str,),
    "appended_ms": (int,),
    "epoch": (int,),
    "notes": (str, type(None)),
    "body": (str,),
}
_WAIT: Final[Mapping[str, tuple[type, ...]]] = {"wait": (str,), "kind": (str,), "due_ms": (int,)}


@frozen
class Export:
    """What a file holds: all of it proved by the chain, the bundle's hash and the last line."""

    run: RunRecord
    rows: tuple[JournalRow, ...]
    bundle: BundleRecord
    waits: tuple[WaitRecord, ...]
    belongings: Belongings

    def store(self, world: World, *, now_ms: int) -> bool:
        """Store the run in a world. Return False when it is there already. Raises as `World.import_run`."""
        return world.import_run(
            self.run, self.rows, bundle=self.bundle, waits=self.waits, belongings=self.belongings, now_ms=now_ms
        )


# ---- writing


def dump_run(world: World, run_id: str) -> Iterator[str]:
    """Yield the lines of a run's file, as it stands now; somebody may be driving it.

    Raises:
        RunNotFound: There is no such run.
        JournalCorrupt, WorldDamaged: It cannot be exported whole.
    """
    digest = sha256()
    for document in _documents(world, run_id):
        line = _dump(document)
        digest.update(line.encode())
        yield line
    yield _dump({"sha256": digest.hexdigest()})


def _dump(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")) + "\n"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    """Return what `_text` made text of; nothing when it was other text, which no hash agrees with."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return b""


def _documents(world: World, run_id: str) -> Iterator[dict[str, Any]]:
    run, waits, belongings = _read_together(world, run_id)
    more = list(dump_belongings(belongings, _text))
    values = {name: getattr(run, name) for name in _RUN} | {"status": str(run.status), "head_hash": run.head_hash.hex()}
    yield {"export": FORM, "run": values, "events": run.head, "waits": len(waits), "more": len(more)}
    yield {"bundle": _text(world.get_bundle(run.bundle))}
    last: bytes | None = None
    position = 0
    for position, row in enumerate(world.read_journal(run_id, limit=run.head), 1):
        if row.position != position:
            break
        last = check_link(run_id, last, row.position, row.body, row.hash)
        yield {
            "event": row.position,
            "hash": row.hash.hex(),
            "appended_ms": row.appended_ms,
            "epoch": row.epoch,
            "notes": row.notes,
            "body": _text(row.body),
        }
    if position != run.head or last != run.head_hash:
        raise JournalCorrupt(run_id, position, "the journal is not all there")
    for wait in waits:
        yield {"wait": wait.correlation_id, "kind": wait.kind, "due_ms": wait.due_ms}
    yield from more


def _read_together(world: World, run_id: str) -> tuple[RunRecord, list[WaitRecord], Belongings]:
    """Return a run and what it had then: read again while somebody gets on with it in between."""
    run = world.get_run(run_id)
    while True:
        waits, belongings = world.list_waits(run_id), world.get_belongings(run_id)
        again = world.get_run(run_id)
        if again.head == run.head:
            return run, waits, belongings
        run = again


# ---- reading


def load_export(data: bytes, name: str) -> Export:
    """Return the run in a file's bytes. `name` is what errors call the file.

    Raises:
        BadInput: It is no exported run, or one in the form of a newer version.
        ExportDamaged: Something in it was changed, or is missing.
    """
    head, reader = _check_whole(data, name)
    if head["export"] != FORM:
        raise BadInput(
            f"{name} has form {head['export']} of exported runs; this version reads form {FORM}",
            fix="upgrade workflow-vm",
        )
    return reader.read(head)


def _check_whole(data: bytes, name: str) -> tuple[dict[str, Any], _Reader]:
    """Compare a file with its last line; return its first one, and what reads the others."""
    start = data.rfind(b"\n", 0, -1) + 1
    lines = data[:start].split(b"\n")
    head, last = _load(lines[0]), _load(data[start:])
    is_dated = set(head) >= {"export", "run", "events", "waits", "more"}
    if not is_dated and set(last) != {"sha256"}:
        raise BadInput(f"{name} is not an exported run", fix="give a file that `python -m vm export RUN` wrote, whole")
    reader = _Reader(name, lines[1:-1])
    if data[start:] != _dump({"sha256": sha256(data[:start]).hexdigest()}).encode() or not is_dated:
        reader.refuse("its bytes do not hash to what its last line says")
    return head, reader


def _load(line: bytes) -> dict[str, Any]:
    """Return a line's object; an empty one when it is none."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return document if type(document) is dict else {}


class _Reader:
    """Reads the lines behind the first one: each of the kind that its place asks for."""

    def __init__(self, name: str, lines: list[bytes]) -> None:
        self._name = name
        self._lines = iter(enumerate(lines, 2))
        self._count = len(lines)

    def refuse(self, why: str, number: int | None = None) -> NoReturn:
        raise ExportDamaged(self._name, why if number is None else f"line {number} {why}")

    def read(self, head: Mapping[str, Any]) -> Export:
        values, events, waits, more = head["run"], head["events"], head["waits"], head["more"]
        if any(type(count) is not int for count in (events, waits, more)) or self._count != 1 + events + waits + more:
            self.refuse("it has not as many lines as it says")
        self._require(values, _RUN, 1)
        bundle = _bytes(self._next({"bundle": (str,)})["bundle"])
        rows = tuple(self._row(self._next(_EVENT)) for _ in range(events))
        found = tuple(self._wait(values["run_id"], self._next(_WAIT)) for _ in range(waits))
        belongings = load_belongings(values["run_id"], [self._next_more() for _ in range(more)], _bytes)
        run = _make_run(values, len(rows))
        if run is None:
            self.refuse("is no run", 1)
        export = Export(run, rows, BundleRecord(sha256(bundle).hexdigest(), bundle), found, belongings)
        self._prove(export)
        return export

    def _next(self, kinds: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
        number, line = next(self._lines)
        document = _load(line)
        self._require(document, kinds, number)
        return document

    def _next_more(self) -> dict[str, Any]:
        number, line = next(self._lines)
        document = _load(line)
        kind = document.get("more")
        if type(kind) is not str or kind not in KINDS:
            self.refuse("is nothing that a run has", number)
        self._require(document, {"more": (str,), **KINDS[kind]}, number)
        return document

    def _require(self, document: Any, kinds: Mapping[str, tuple[type, ...]], number: int) -> None:
        is_known = type(document) is dict and document.keys() == kinds.keys()
        if not is_known or any(type(document[name]) not in allowed for name, allowed in kinds.items()):
            self.refuse(f"does not hold {', '.join(kinds)}", number)

    def _row(self, event: Mapping[str, Any]) -> JournalRow:
        stored = _unhex(event["hash"])
        times = event["appended_ms"], event["epoch"]
        return JournalRow(event["event"], _bytes(event["body"]), stored, *times, event["notes"])

    def _wait(self, run_id: str, wait: Mapping[str, Any]) -> WaitRecord:
        return WaitRecord(run_id, wait["wait"], wait["kind"], wait["due_ms"])

    def _prove(self, export: Export) -> None:
        """Compare the record with the journal, and the journal with its chain."""
        run, status, header, bundle = export.run, None, None, None
        try:
            for position, body in verify_chain(run.run_id, ((row.position, row.body, row.hash) for row in export.rows)):
                event = decode_event(body)
                status = RUN_LIFECYCLE.get((status, event.type), status)
                header = event if position == 1 else header
                bundle = event.bundle if isinstance(event, RunCreated | RunUpgraded) else bundle
        except (JournalCorrupt, MalformedValue) as error:
            self.refuse(error.what)
        is_over = run.status in TERMINAL_RUN
        if (run.head_hash, run.status) != (_end_of(export.rows), status) or is_over is (run.ended_ms is None):
            self.refuse("its record and its journal are not of one run")
        recorded = (header.run_id, header.workflow, bundle) if isinstance(header, RunCreated) else None
        if recorded != (run.run_id, run.workflow, export.bundle.hash) or run.bundle != export.bundle.hash:
            self.refuse("its source, its record and its journal are not of one run")


def _end_of(rows: Sequence[JournalRow]) -> bytes:
    return rows[-1].hash if rows else b""


def _unhex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""  # the chain refuses it


def _make_run(values: Mapping[str, Any], head: int) -> RunRecord | None:
    """Return the record of a run that nobody holds; None when its status is none."""
    try:
        status = RunStatus(values["status"])
    except ValueError:
        return None
    return RunRecord(
        **{**values, "status": status, "head_hash": _unhex(values["head_hash"])},
        head=head,
        owner=None,
        lease_expires_ms=None,
        due_ms=None,
        deliveries=0,
        buried_ms=None,
    )
