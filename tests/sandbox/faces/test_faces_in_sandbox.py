"""The faces as sandboxed source meets them: what they refuse, and a body that uses both."""

from __future__ import annotations

import pytest

from stdlib_shims.refusals import NotOffered
from tests.core.programs import OPEN, T0, header
from vm.core.commands import CompleteRun
from vm.core.context import Context
from vm.core.events import RunStarted, WaitCompleted
from vm.core.replay import Replay
from vm.sandbox.faces import FACES
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram


@pytest.mark.parametrize(
    ("module", "name", "reason"),
    [
        ("asyncio", "run", "await the coroutine"),
        ("asyncio", "to_thread", "use step"),
        ("asyncio", "open_connection", "for steps"),
        ("trio", "run", "await the coroutine"),
        ("trio", "to_thread", "use step"),
        ("trio", "open_tcp_stream", "for steps"),
        ("trio.lowlevel", "spawn_system_task", "scheduler"),
    ],
)
def test_what_is_refused_says_why(module: str, name: str, reason: str) -> None:
    face = FACES[module](Context(header()))
    with pytest.raises(NotOffered, match=reason):
        getattr(face, name)


SOURCE = """
import asyncio
import trio
import trio.lowlevel
from trio import open_nursery
from asyncio import Queue as Q

MODULE_LOCK = asyncio.Lock()

async def main():
    "use workflow"
    queue = Q()
    async def produce(sender):
        async with sender:
            for number in range(3):
                await sender.send(number)
                queue.put_nowait(number)
    sender, receiver = trio.open_memory_channel(0)
    got = []
    async with open_nursery() as nursery:
        nursery.start_soon(produce, sender)
        async for number in receiver:
            got.append(number)
    with trio.move_on_after(5) as scope:
        try:
            await trio.sleep_forever()
        except Exception:
            got.append("never")
    try:
        async with asyncio.timeout(1):
            async with MODULE_LOCK:
                await asyncio.sleep(9)
    except asyncio.TimeoutError:
        got.append("late")
    await trio.lowlevel.checkpoint()
    task = asyncio.create_task(asyncio.sleep(1, "slept"))
    done, pending = await asyncio.wait({task})
    isinstance(task, asyncio.Task)
    return [got, queue.qsize(), scope.cancelled_caught, await task, task in done, len(pending), MODULE_LOCK.locked()]
"""


def test_sandboxed_body_uses_both() -> None:
    bundle = load_source(SOURCE)
    program = SandboxProgram(bundle, f"workflow//{bundle.entry}//main")
    replay = Replay(program, header())
    OPEN.append(replay)
    commands = replay.feed(RunStarted(at_ms=T0))
    while not replay.is_over:
        due = min(replay.open_waits(), key=lambda wait: wait.until_ms)
        commands = replay.feed(WaitCompleted(at_ms=due.until_ms, correlation_id=due.correlation_id))
    assert isinstance(commands[-1], CompleteRun)
    assert commands[-1].output == '[[0,1,2,"late"],3,true,"slept",true,0,false]'
