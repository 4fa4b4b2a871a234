"""`graph`: what a graph costs over the same written as code, and whether its journal grows with its length."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import trio

from tools.bench.benchmark import Figures, WrongResult
from vm import open_vm
from vm.face.embed import VM

CODE: Final = """
async def one(number):
    "use step"
    return number + 1

async def chain(steps):
    "use workflow"
    number = 0
    for _ in range(steps):
        number = await one(number)
    return number

async def each(items):
    "use workflow"
    found = []
    for item in items:
        found.append(await one(item))
    return found

async def each_of_ten(items):
    "use workflow"
    from asyncio import Semaphore
    from vm import gather
    gate = Semaphore(10)

    async def run(item):
        async with gate:
            return await one(item)

    return await gather(*[run(item) for item in items])
"""

GRAPH: Final = """
from vm.graph import clone_step, create_workflow, graph_step

@graph_step(id="one")
async def one(ctx):
    return ctx.input_data + 1

each = create_workflow(id="each").foreach(one).commit()
each_of_ten = create_workflow(id="each_of_ten").foreach(one, concurrency=10).commit()
"""

CHAIN: Final = """
from vm.graph import clone_step, create_workflow, graph_step

@graph_step(id="one")
async def one(ctx):
    return ctx.input_data + 1

chain = create_workflow(id="chain")
for number in range({steps}):
    chain.then(clone_step(one, id=f"step_{{number}}"))
chain.commit()
"""


class Graphs:
    name = "graph"

    def __init__(self, folder: Path, *, entries: int = 1000, items: int = 10_000) -> None:
        self._folder = folder
        self._entries = entries
        self._items = items

    def prepare(self) -> None:
        """Nothing: each world warms itself up."""

    def measure(self, round_number: int) -> Figures:
        async def measure() -> Figures:
            async with open_vm(f"sqlite:{self._folder / f'graph-{round_number}.db'}") as vm:
                return await self._measure(vm)

        return trio.run(measure)

    async def _measure(self, vm: VM) -> Figures:
        figures: Figures = {}
        chain = CHAIN.format(steps=self._entries)
        items = list(range(self._items))
        expected = [item + 1 for item in items]
        for name, code, graph, given, result in (
            (f"entries at {self._entries}", "chain", chain, (self._entries, 0), self._entries),
            (f"foreach at {self._items}", "each", GRAPH, (items, items), expected),
            (f"foreach by ten at {self._items}", "each_of_ten", GRAPH, (items, items), expected),
        ):
            before, _ = await _run(vm, CODE, code, given[0], result)
            took, size = await _run(vm, graph, code, given[1], result)
            after, _ = await _run(vm, CODE, code, given[0], result)
            figures[f"times code, {name}"] = took / ((before + after) / 2)
            figures[f"us per step, {name}"] = took / (self._entries if code == "chain" else self._items) * 1e6
            if code == "chain":
                _, short = await _run(vm, CHAIN.format(steps=10), code, 0, 10)
                figures["bytes per step, long over short"] = (size / self._entries) / (short / 10)
        return figures


async def _run(vm: VM, source: str, workflow: str, given: object, expected: object) -> tuple[float, int]:
    """Run a workflow; return the seconds that it took, and the bytes of its steps' events."""
    await (await vm.start_with(source, [0 if isinstance(given, int) else []], workflow=workflow)).result()  # compiled
    start = time.perf_counter()
    run = await vm.start_with(source, [given], workflow=workflow)
    result = await run.result()
    took = time.perf_counter() - start
    if result != expected:
        raise WrongResult(f"{workflow} gave {result!r}")
    rows = vm.world.read_journal(run.run_id)
    return took, sum(len(row.body) for row in rows if row.body.startswith(b'{"type":"step_'))
