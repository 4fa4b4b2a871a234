"""What `inspect` shows of how a run talks with the world outside: hooks, children, streams."""

from __future__ import annotations

import argparse
import json
import time
from typing import Final

from vm.core.codec import plain
from vm.core.describe import describe_call, format_time
from vm.core.events import Encoded
from vm.core.lifecycle import TERMINAL_RUN
from vm.face.cli.narrate import failure_text
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.views import announce_rest, fold_record
from vm.face.documents import chunk_document, hook_document, time_text
from world.changes import ChunkRow, HookRecord
from world.interface import World

LOOK_S: Final = 0.1  # between two looks at a stream that is followed
PAGE: Final = 500


def show_hooks(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show who waits for a payload, oldest first."""
    if options.run is not None:
        world.get_run(options.run)
    found = world.list_hooks(options.run)
    hooks = found[: options.limit]
    if screen.is_json:
        screen.answer({"hooks": [hook_document(hook) for hook in hooks], "is_more": len(hooks) < len(found)})
    elif not found:
        screen.show([line("no hooks")])
    else:
        cells = [_hook_cells(hook) for hook in hooks]
        screen.show_table(["token", "run", "id", "kind", "since", "metadata"], cells)
        announce_rest(len(hooks), len(found), screen)


def _hook_cells(hook: HookRecord) -> list[str]:
    metadata = "" if hook.metadata is None else json.dumps(plain(Encoded(hook.metadata)), ensure_ascii=False)
    return [hook.token, hook.run_id, hook.correlation_id, hook.kind, format_time(hook.created_ms), metadata]


def show_children(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show the runs that a body started, as far as its journal knows."""
    view = fold_record(world, world.get_run(options.run))
    found = list(view.children.values())
    children = found[: options.limit]
    if screen.is_json:
        documents = [
            {
                "correlation_id": child.correlation_id,
                "run_id": child.run_id,
                "workflow": child.workflow,
                "status": str(child.status),
                "input": plain(child.input),
                "result": None if child.result is None else plain(child.result),
                "created": format_time(child.created_ms),
                "ended": time_text(child.ended_ms),
            }
            for child in children
        ]
        screen.answer({"run_id": options.run, "children": documents, "is_more": len(children) < len(found)})
        return
    cells = [
        [
            child.correlation_id,
            child.run_id,
            str(child.status),
            describe_call(child.workflow, child.input),
            "" if child.error is None else failure_text(view, child.error),
        ]
        for child in children
    ]
    screen.show_table(["id", "run", "status", "call", "error"], cells)
    announce_rest(len(children), len(found), screen)


def show_streams(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show what a run's steps have written to."""
    world.get_run(options.run)
    streams = world.list_streams(options.run)
    if screen.is_json:
        documents = [
            {"namespace": stream.namespace, "chunks": stream.length, "closed": stream.is_closed} for stream in streams
        ]
        screen.answer({"run_id": options.run, "streams": documents})
    elif not streams:
        screen.show([line("no streams")])
    else:
        cells = [[s.namespace or "(nameless)", str(s.length), "closed" if s.is_closed else "open"] for s in streams]
        screen.show_table(["stream", "chunks", "state"], cells)


def show_stream(world: World, options: argparse.Namespace, screen: Screen) -> None:
    """Show the chunks of a stream, one a line. With `--follow` until it is closed, or the run is over."""
    world.get_run(options.run)
    known = world.find_stream(options.run, options.namespace)
    length = 0 if known is None else known.length
    at = max(length + options.start, 0) if options.start < 0 else options.start
    if screen.is_json:
        chunks = world.read_chunks(options.run, options.namespace, start=at, limit=options.limit)
        is_closed = known is not None and known.is_closed
        documents = [chunk_document(chunk) for chunk in chunks]
        screen.answer({"run_id": options.run, "namespace": options.namespace, "chunks": documents, "closed": is_closed})
        return
    left = options.limit
    while True:
        is_over = not options.follow or _is_over(world, options)
        while chunks := world.read_chunks(options.run, options.namespace, start=at, limit=min(left or PAGE, PAGE)):
            for chunk in chunks:
                screen.out.write(_chunk_line(chunk) + "\n")
            screen.out.flush()
            at, left = chunks[-1].index + 1, None if left is None else left - len(chunks)
            if left == 0:
                return
        if is_over:
            return
        time.sleep(LOOK_S)


def _is_over(world: World, options: argparse.Namespace) -> bool:
    """Say whether no chunk can follow those that are there now."""
    stream = world.find_stream(options.run, options.namespace)
    return (stream is not None and stream.is_closed) or world.get_run(options.run).status in TERMINAL_RUN


def _chunk_line(chunk: ChunkRow) -> str:
    found = chunk_document(chunk)["value"]
    return found if chunk.kind == "text" else json.dumps(found, ensure_ascii=False)
