"""Make a small world with the release at hand: `python -m tests.worlds.make FILE`. For a release's keeping.

It holds a run in each state that one can be left in, and is never made again for a release that is out.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import trio

from vm import VM, open_vm
from vm.core.lifecycle import RunStatus
from vm.errors import RunFailed
from world.records import NewMessage
from world.sqlite import SqliteWorld

SHOP = Path(__file__).with_name("shop.py")
MADE_NS = 1_704_067_200 * 10**9  # 2024-01-01: before any clock that a test runs under, so that its lease is over
NEVER_MS = 4_102_444_800_000  # 2100-01-01: what is due then stays where it is


async def end_two_runs(vm: VM, shop: Path) -> None:
    sold = await vm.start_with(shop, ["teapot"], workflow="sell", run_id="completed")
    await sold.result()
    refused = await vm.start_with(shop, ["anvil"], workflow="refuse", run_id="failed")
    try:
        await refused.result()
    except RunFailed:
        return


async def park_two_runs(vm: VM, shop: Path) -> None:
    await vm.start_with(shop, ["cup", "36500d"], workflow="sell", run_id="asleep")
    await vm.start_with(shop, ["spoon"], workflow="insist", run_id="retrying")
    while len(vm.world.list_waits()) < 2:
        await trio.sleep(0.01)


async def store_a_run(vm: VM, shop: Path) -> None:
    await vm.start_with(shop, ["plate"], workflow="sell", run_id="pending", is_parked=True)


async def abandon_a_run(vm: VM, shop: Path) -> None:
    await (await vm.start_with(shop, ["knife"], workflow="stall", run_id="abandoned")).result()


def serve(path: Path, shop: Path, work: Callable[[VM, Path], Awaitable[None]]) -> None:
    """Do some work on the world. No name and no time in it tells of this machine."""
    began_ns, time_ns = time.time_ns(), time.time_ns
    time.time_ns = lambda: MADE_NS + time_ns() - began_ns
    socket.gethostname = lambda: "shop-1"
    os.environ["SHOP_IS_DOOMED"] = "yes"

    async def main() -> None:
        async with open_vm(f"sqlite:{path}", recover=False) as vm:
            await work(vm, shop)

    trio.run(main)


def send_messages(path: Path) -> None:
    """Leave a message that is due, one that is not, and one that was consumed, by its key."""
    world = SqliteWorld(path)
    world.send(NewMessage("asleep", "note", '{"n":1}', key="first", due_ms=0, priority=2))
    world.send(NewMessage("asleep", "note", None, due_ms=NEVER_MS))
    world.send(NewMessage("retrying", "note", "[]", key="only", due_ms=NEVER_MS))
    world.close()


def make(path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="shop-") as folder:
        shop = Path(shutil.copy(SHOP, folder))
        for work in (end_two_runs, park_two_runs, store_a_run, abandon_a_run):
            child = multiprocessing.get_context("spawn").Process(target=partial(serve, path, shop, work))
            child.start()
            child.join()
    send_messages(path)
    world = SqliteWorld(path)
    assert {run.run_id: run.status for run in world.list_runs()} == {
        "completed": RunStatus.COMPLETED,
        "failed": RunStatus.FAILED,
        "asleep": RunStatus.RUNNING,
        "retrying": RunStatus.RUNNING,
        "pending": RunStatus.PENDING,
        "abandoned": RunStatus.RUNNING,
    }
    world.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
