"""Live runs, one after the other, each in a world and on a clock of its own."""

from __future__ import annotations

import importlib
from collections.abc import Iterable

import trio

from tools.determinism.bodies import Body
from tools.determinism.recorded import RUN_ID, Recorded, pack
from vm import open_vm
from vm.core.codec import encode_call
from vm.face.embed import VM
from vm.host.births import Birth
from vm.host.clock import VirtualClock
from vm.host.headers import make_header
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram
from world.memory import MemoryWorld
from world.records import BundleRecord

SEED = "7"
_STEP = '"use step"'


def record(bodies: Iterable[Body]) -> dict[str, Recorded]:
    """Run each body once and return what it left, by name, also where it failed. What lacks its library is left out."""
    return trio.run(_record, [body for body in bodies if not body.library or has_library(body.library)])


def has_library(name: str) -> bool:
    """Tell whether a library can be imported: a compiled one of another Python is found and cannot."""
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


async def _record(bodies: Iterable[Body]) -> dict[str, Recorded]:
    return {body.name: await run(body) for body in bodies}


async def run(body: Body) -> Recorded:
    """Run one body to its end. How it ends is part of its journal; nothing is raised for it."""
    async with open_vm(world=MemoryWorld(), clock=VirtualClock()) as vm:
        if body.path or _STEP in body.text:
            await vm.start_with(body.path or body.text, body.args, run_id=RUN_ID, seed=SEED)
        else:
            await _create(vm, body.text)
        await vm.get(RUN_ID).wait()
        found = vm.world.get_run(RUN_ID)
        rows = [(row.body, row.hash) for row in vm.world.read_journal(RUN_ID)]
        return pack(vm.world.get_bundle(found.bundle), found.workflow, rows)


async def _create(vm: VM, text: str) -> None:
    """Start the workflow `main` of a text. The text is not imported: it has no steps."""
    bundle = load_source(text)
    program = SandboxProgram(bundle, f"workflow//{bundle.entry}//main")
    record = BundleRecord(bundle.hash, bundle.to_bytes())
    given, now = encode_call((), {}), vm.engine.clock.now_ms()
    header = make_header(program, program.workflow_id, bundle.hash, given, now_ms=now, run_id=RUN_ID, seed=SEED)
    await vm.engine.store(Birth(program, header, record))
