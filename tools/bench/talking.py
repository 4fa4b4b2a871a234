"""Payloads for a run that takes a step about each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import trio

from tools.bench.benchmark import Figures, WrongResult
from tools.bench.programs import WORKFLOWS
from vm import open_vm
from vm.core.events import StepCompleted, StepCreated
from vm.core.journal import Entry
from world.interface import World

WARM_UP: Final = 20


async def talk(world: World, count: int) -> Figures:
    """Send `count` payloads, one after the other; return how long each took until its step was in the world.

    What is counted is two commits: of the payload, and of what it brought. The step that follows is waited for.
    """
    heard = _Heard()
    times: list[float] = []
    async with open_vm(world=world, observer=heard) as vm:
        run = await vm.start_with(WORKFLOWS, [count + WARM_UP], workflow="listener")
        while world.find_hook("listener") is None:
            await trio.lowlevel.checkpoint()
        for number in range(count + WARM_UP):
            heard.reset()
            began = time.perf_counter()
            await vm.resume_hook("listener", number)
            await heard.command.wait()
            times.append(time.perf_counter() - began)
            await heard.end.wait()
        if await run.result() != count + WARM_UP:
            raise WrongResult("a payload was lost")
    times = sorted(times[WARM_UP:])
    return {"p50 ms": times[count // 2] * 1000, "p99 ms": times[min(int(count * 0.99), count - 1)] * 1000}


class _Heard:
    """Watches for the step that a payload brings, and for its end."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.command, self.end = trio.Event(), trio.Event()

    def __call__(self, run_id: str, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, StepCreated):
                self.command.set()
            elif isinstance(entry.event, StepCompleted):
                self.end.set()
