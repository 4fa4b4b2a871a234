"""What `schedule` does with a world's schedules."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from vm.core.codec import encode_call
from vm.core.describe import describe_call, format_time
from vm.core.ids import short_name
from vm.errors import BadInput, MalformedValue
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import PROGRAM
from vm.face.documents import time_text
from vm.host.clock import wall_ms
from vm.host.codebase import Codebase
from vm.host.programs import ProgramCache
from vm.host.schedules import Spec, make_creation
from vm.host.ticks import Rhythm, check_name, read_every, tick_run_id
from world.interface import World
from world.records import ScheduleRecord


def read_rhythm(options: argparse.Namespace) -> Rhythm:
    """Return when a schedule is to tick. Raises `BadInput`."""
    every_ms = None if options.every is None else read_every(options.every)
    if options.tz is not None and options.cron is None:
        raise BadInput("--tz goes with --cron", fix="--every counts time that passes, which is the same everywhere")
    return Rhythm(options.cron, options.tz or "UTC", every_ms)


def add(
    world: World, options: argparse.Namespace, rhythm: Rhythm, args: list[Any], kwargs: dict[str, Any], screen: Screen
) -> None:
    """Store a schedule with the source as it is now."""
    name = check_name(options.name)
    known = world.find_schedule(name)
    if known is not None and not options.replace:
        raise BadInput(f"there is a schedule {name} already", fix="choose another name, or give --replace")
    codebase = Codebase(world)
    plan = codebase.plan(options.file, options.workflow, options.steps)
    plan.source.check_arguments(args, kwargs)
    given = encode_call(tuple(args), kwargs, codebase.registry.types)
    spec = Spec(rhythm, given, plan.origin, options.overlap or "skip", options.missed or "last")
    record = ScheduleRecord(
        name,
        plan.source.workflow_id,
        plan.bundle.hash,
        spec.dump(),
        rhythm.find_next(wall_ms()),
        None if known is None else known.last_ms,
    )
    world.put_schedule(record, bundle=plan.bundle)
    _answer("added", record, screen)


def pause(world: World, name: str, screen: Screen) -> None:
    """Take a schedule's next tick away."""
    record = replace(_get(world, name), next_ms=None)
    world.put_schedule(record)
    _answer("paused", record, screen)


def resume(world: World, name: str, screen: Screen) -> None:
    """Give a paused schedule its next tick; one that ticks stays as it is."""
    record = _get(world, name)
    if record.next_ms is None:
        record = replace(record, next_ms=Spec.load(record).rhythm.find_next(wall_ms()))
        world.put_schedule(record)
    _answer("resumed", record, screen)


def remove(world: World, name: str, screen: Screen) -> None:
    """Forget a schedule."""
    record = _get(world, name)
    world.delete_schedule(name)
    _answer("removed", replace(record, next_ms=None), screen)


def trigger(world: World, name: str, screen: Screen) -> None:
    """Store a run of a schedule's, due now."""
    record, now = _get(world, name), wall_ms()
    spec = Spec.load(record)
    data = world.get_bundle(record.bundle)
    run_id = tick_run_id(name, now)
    creation = make_creation(ProgramCache(world), record, spec, run_id, now_ms=now, data=data)
    existing = world.append((), (creation,)).existing.get(run_id)
    if screen.is_json:
        screen.answer({"name": name, "run_id": existing or run_id, "started": existing is None})
    elif existing is None:
        screen.show([line(f"schedule {name} starts run ", (run_id, "bold"), ": a worker takes it up")])
    else:
        screen.show([line("nothing is started: run ", (existing, "bold"), " has not ended, and overlaps are skipped")])


def show_all(world: World, name: str | None, screen: Screen) -> None:
    """List schedules by name."""
    records = world.list_schedules()
    if screen.is_json:
        screen.answer({"schedules": [_document(record) for record in records]})
    elif not records:
        screen.show([line(f'no schedules; `{PROGRAM} schedule add NAME FILE --cron "0 7 * * *"` makes one')])
    else:
        heads = ["name", "when", "next", "last", "overlap", "missed", "call"]
        screen.show_table(heads, [_cells(record) for record in records])


ACTIONS: Final[Mapping[str, Callable[[World, str, Screen], None]]] = {
    "list": show_all,
    "pause": pause,
    "resume": resume,
    "remove": remove,
    "trigger": trigger,
}


def _get(world: World, name: str) -> ScheduleRecord:
    found = world.find_schedule(name)
    if found is None:
        raise BadInput(f"there is no schedule {name!r}", fix=f"`{PROGRAM} schedule list` lists them")
    return found


def _answer(done: str, record: ScheduleRecord, screen: Screen) -> None:
    if screen.is_json:
        screen.answer(_document(record))
        return
    ahead = "" if record.next_ms is None else f"; it ticks next at {format_time(record.next_ms)}"
    screen.show([line(f"{done} schedule ", (record.name, "bold"), ahead)])


def _document(record: ScheduleRecord) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": record.name,
        "workflow": record.workflow,
        "bundle": record.bundle,
        "next": time_text(record.next_ms),
        "last": time_text(record.last_ms),
        "paused": record.next_ms is None,
    }
    spec = _load(record)
    if spec is None:
        return {**document, "spec": record.spec}
    rhythm = spec.rhythm
    when = {"cron": rhythm.cron, "tz": None if rhythm.cron is None else rhythm.tz, "every_ms": rhythm.every_ms}
    return {**document, **when, "overlap": spec.overlap, "missed": spec.missed, "input": json.loads(spec.input)}


def _cells(record: ScheduleRecord) -> list[str]:
    spec = _load(record)
    next_text, last_text = time_text(record.next_ms) or "paused", time_text(record.last_ms) or ""
    if spec is None:
        return [record.name, "(of another version)", next_text, last_text, "", "", short_name(record.workflow)]
    call = describe_call(record.workflow, spec.input)
    return [record.name, str(spec.rhythm), next_text, last_text, spec.overlap, spec.missed, call]


def _load(record: ScheduleRecord) -> Spec | None:
    try:
        return Spec.load(record)
    except MalformedValue:
        return None  # another version wrote it: it is listed all the same
