"""Runs workflows live and replays stored journals, many in one process. The parent compares; see test_determinism."""

from __future__ import annotations

import base64
import json
import sys
import warnings
from collections.abc import Mapping
from typing import Any

import trio

from vm import open_vm
from vm.core.verify import verify
from vm.errors import VMError
from vm.face.embed import VM
from vm.host.clock import VirtualClock
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram
from world.memory import MemoryWorld
from world.records import BundleRecord

Rows = list[tuple[int, bytes, bytes]]


def run_live(sources: Mapping[str, str]) -> dict[str, Rows]:
    """Run each source once, one after the other, each in a world and on a clock of its own.

    Returns the journals by name. How a run ends is part of its journal; nothing is raised for it.
    """
    return trio.run(_run_live, sources)


async def _run_live(sources: Mapping[str, str]) -> dict[str, Rows]:
    journals = {}
    for name, source in sources.items():
        async with open_vm(world=MemoryWorld(), clock=VirtualClock()) as vm:
            program, record = compile_program(source)
            run_id = vm.engine.create(program, record, program.workflow_id, (), {}, run_id="same", seed="7")
            await vm.get(run_id).wait()
            journals[name] = rows_of(vm, run_id)
    return journals


def compile_program(source: str) -> tuple[SandboxProgram, BundleRecord]:
    """Return a file's workflow `main` as the core runs it. The file is not imported: it has no steps."""
    bundle = load_source(source)
    program = SandboxProgram(bundle, f"workflow//{bundle.entry}//main")
    return program, BundleRecord(bundle.hash, bundle.to_bytes())


def rows_of(vm: VM, run_id: str) -> Rows:
    return [(row.position, row.body, row.hash) for row in vm.world.read_journal(run_id)]


def replay(sources: Mapping[str, str], journals: Mapping[str, Rows]) -> dict[str, str]:
    """Replay each journal against its source; return, by name, `identical` or why it is not."""
    found = {}
    for name, source in sources.items():
        try:
            verify(compile_program(source)[0], "same", journals[name])
        except VMError as error:
            found[name] = str(error)
        else:
            found[name] = "identical"
    return found


def pack(journals: Mapping[str, Rows]) -> dict[str, list[list[Any]]]:
    """Return journals as JSON can hold them."""
    return {name: [[at, _text(body), _text(link)] for at, body, link in rows] for name, rows in journals.items()}


def unpack(packed: Mapping[str, list[list[Any]]]) -> dict[str, Rows]:
    return {
        name: [(at, base64.b64decode(body), base64.b64decode(link)) for at, body, link in rows]
        for name, rows in packed.items()
    }


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def main() -> None:
    """Read sources and their journals from standard input, write what this process makes of them."""
    warnings.simplefilter("ignore")  # of style in the idioms' own files, at a version's whim
    order = json.load(sys.stdin)
    sources = order["sources"]
    answer = {"live": pack(run_live(sources)), "replayed": replay(sources, unpack(order["journals"]))}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
