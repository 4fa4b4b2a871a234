"""Isolated runs go on as others do: the same journals, through evictions, kills and new hosts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import trio

from tests.host.isolation.conftest import OpenIsolated
from vm.core.verify import Verifier
from vm.errors import BodyKilled, DivergenceError, IsolationUnavailable, RunFailed
from vm.face.embed import VM, open_vm
from vm.face.wiring import open_bodies
from vm.host import exits
from vm.host.bodies import OwnBodies
from vm.host.clock import VirtualClock
from vm.host.isolation import Isolation, forks, remote
from vm.host.isolation.frames import Channel
from vm.host.isolation.pool import BodyPool
from vm.host.options import EngineOptions

STEPS = """
from vm import sleep
import random

async def steps(number: int):
    "use workflow"
    got = []
    for place in range(number):
        got.append(await double(place))
        await sleep("1h")
    print(random.random())
    return got

async def double(number: int) -> int:
    "use step"
    return 2 * number
"""

FAILING = """
async def failing():
    "use workflow"
    raise ValueError("no good")
"""


def pool_of(vm: VM) -> BodyPool:
    pool = vm.engine._bodies
    assert isinstance(pool, BodyPool)
    return pool


def processes(vm: VM) -> list[int]:
    pool = pool_of(vm)
    return [process.pid for process in pool._idle.values()]


async def journal_of(vm: VM, source: object, *args: object) -> str:
    run = await vm.start_with(source, args, run_id="run", seed="seed")
    await run.wait()
    return run.record().head_hash.hex()


@pytest.mark.parametrize(("source", "args"), [(STEPS, (4,)), (FAILING, ())], ids=["steps", "failing"])
async def test_the_journal_is_that_of_a_run_that_is_not_isolated(
    source: str, args: tuple[int, ...], open_isolated: OpenIsolated
) -> None:
    async with open_isolated() as vm:
        isolated = await journal_of(vm, source, *args)
    async with open_vm("memory:", clock=VirtualClock(), isolate=False) as vm:
        assert await journal_of(vm, source, *args) == isolated


async def test_a_failure_is_told_with_its_place(open_isolated: OpenIsolated) -> None:
    async with open_isolated() as vm:
        run = await vm.start(FAILING)
        with pytest.raises(RunFailed, match="no good"):
            await run.result()
        (last,) = vm.world.read_journal(run.run_id, after=run.record().head - 1)
        assert last.notes is not None
        assert '["workflow.py", 4, "failing"]' in last.notes


async def test_no_process_is_left_when_runs_are_over(open_isolated: OpenIsolated) -> None:
    async with open_isolated() as vm:
        await vm.run(STEPS, 2)
        assert processes(vm) == []
        assert pool_of(vm)._busy == {}


async def test_runs_share_few_processes_when_there_may_be_only_few(open_isolated: OpenIsolated) -> None:
    async with open_isolated(max_processes=1) as vm:
        runs = [await vm.start(STEPS, 3) for _ in range(4)]
        assert [await run.result() for run in runs] == [[0, 2, 4]] * 4


WAITING = """
from vm import sleep

async def waiting():
    "use workflow"
    first = await look()
    await sleep("1d")
    return [first, await look()]

async def look() -> int:
    "use step"
    return 7
"""


async def parked(vm: VM, run_id: str = "run") -> None:
    """Wait until the run sleeps."""
    while not (run := vm.engine.find_warm(run_id)) or not run.replay.open_waits() or not run.is_clean:
        await trio.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_a_process_that_somebody_ends_is_replaced(
    number: int, open_isolated: OpenIsolated, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    converse = forks.BodyProcess.converse

    def converse_and_die(process: forks.BodyProcess, frame: bytes) -> object:
        if b"wait_completed" in frame and not ended:
            ended.append(process.pid)
            os.kill(process.pid, number)
        return converse(process, frame)

    monkeypatch.setattr(forks.BodyProcess, "converse", converse_and_die)
    async with open_isolated() as vm:
        isolated = await journal_of(vm, WAITING)
        assert len(ended) == 1
        assert await vm.get("run").result() == [7, 7]
    async with open_vm("memory:", clock=VirtualClock(), isolate=False) as vm:
        assert await journal_of(vm, WAITING) == isolated


async def test_a_process_that_is_ended_while_it_advances_is_replaced(
    open_isolated: OpenIsolated, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    send = Channel.send

    async with open_isolated() as vm:

        def send_and_kill(channel: Channel, frames: bytes, seconds: float | None = None) -> None:
            send(channel, frames, seconds)
            if b"wait_completed" in frames and not ended:
                ended.extend(process.pid for process in pool_of(vm)._busy.values() if process is not None)
                os.kill(ended[0], signal.SIGKILL)

        monkeypatch.setattr(Channel, "send", send_and_kill)
        isolated = await journal_of(vm, WAITING)
        assert len(ended) == 1
        assert await vm.get("run").result() == [7, 7]
    async with open_vm("memory:", clock=VirtualClock(), isolate=False) as vm:
        assert await journal_of(vm, WAITING) == isolated


async def test_a_process_that_is_ended_again_and_again_parks_its_run(
    tmp_path: Path, shared_zygote: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    converse = forks.BodyProcess.converse

    def converse_and_die(process: forks.BodyProcess, frame: bytes) -> object:
        if b"wait_completed" in frame:
            os.kill(process.pid, signal.SIGKILL)
        return converse(process, frame)

    with monkeypatch.context() as patch:
        patch.setattr(forks.BodyProcess, "converse", converse_and_die)
        async with open_vm(f"sqlite:{tmp_path}/w.db", clock=VirtualClock(), isolate=Isolation()) as vm:
            run = await vm.start_with(WAITING, run_id="run", seed="seed")
            with pytest.raises(BodyKilled, match="somebody ended it with signal 9") as caught:
                await run.result()
            assert caught.value.limit == "outside"
            assert [event.type for event in run.events()][-1] == "wait_created"
            for _ in range(2):
                await vm.resume("run")
                with pytest.raises(BodyKilled, match="somebody ended it"):
                    await run.result()
            await vm.resume("run")
            with pytest.raises(BodyKilled, match="3 processes did not survive the same place") as caught:
                await run.result()
            assert caught.value.limit == "again"
    async with open_vm(f"sqlite:{tmp_path}/w.db", clock=VirtualClock(), isolate=Isolation()) as vm:
        assert await vm.get("run").result() == [7, 7]


async def test_a_run_whose_processes_die_in_every_worker_is_put_aside_for_all(
    tmp_path: Path, shared_zygote: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each worker counts its own processes, the world counts how often the run was taken up in vain."""
    converse = forks.BodyProcess.converse

    def converse_and_die(process: forks.BodyProcess, frame: bytes) -> object:
        if b"wait_completed" in frame:
            os.kill(process.pid, signal.SIGKILL)
        return converse(process, frame)

    monkeypatch.setattr(forks.BodyProcess, "converse", converse_and_die)
    monkeypatch.setattr(exits, "FIRST_PAUSE_MS", 1)
    url, options = f"sqlite:{tmp_path}/w.db", EngineOptions(max_deliveries=3)
    async with open_vm(url, isolate=Isolation(), options=options) as vm:
        await vm.start_with(WAITING.replace("1d", "1ms"), run_id="run", seed="seed")
        async with open_vm(url, isolate=Isolation(), options=options) as other:
            with trio.fail_after(60):
                while not vm.world.list_buried():
                    await other.engine.roster.bell("run").wait()
            (buried,) = vm.world.list_buried()
            assert (buried.run_id, buried.deliveries) == ("run", 3)


async def test_a_run_goes_on_isolated_or_not(tmp_path: Path, shared_zygote: None) -> None:
    """Half of it here, half of it there: the journal is one."""
    url = f"sqlite:{tmp_path}/w.db"
    ends = []
    for first, second in ((True, False), (False, True)):
        run_id = f"run-{first}"
        async with open_vm(url, isolate=first, recover=False) as vm:
            await vm.start_with(WAITING, run_id=run_id, seed="seed")
            await parked(vm, run_id)
        async with open_vm(url, clock=VirtualClock(2**41), isolate=second, recover=False) as vm:
            run = await vm.resume(run_id)
            ends.append(await run.result())
    assert ends == [[7, 7], [7, 7]]


async def test_what_answers_otherwise_when_told_the_same_is_not_believed(
    open_isolated: OpenIsolated, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_isolated(real_seconds=60) as vm:
        run = await vm.start_with(WAITING, run_id="run", seed="seed")
        told = remote.RemoteReplay._tell

        def tell(run: remote.RemoteReplay, frame: bytes) -> object:
            if run.place == 2:
                run._answers = b"another"
                os.kill(processes(vm)[0], signal.SIGKILL)
            return told(run, frame)

        monkeypatch.setattr(remote.RemoteReplay, "_tell", tell)
        with pytest.raises(BodyKilled, match="answered otherwise than the process before it"):
            await run.result()


async def test_a_divergence_is_told_with_its_place(tmp_path: Path, shared_zygote: None) -> None:
    pool = BodyPool(Isolation())
    async with open_vm("memory:", clock=VirtualClock(), isolate=False) as vm:
        await journal_of(vm, STEPS, 2)
        header, started, asked, *_ = vm.world.read_journal("run")
        plan = vm._codebase.plan(STEPS.replace("double(place)", "double(place + 1)"), None, ())
    verifier = Verifier(plan.program, "run", open_body=pool.open)
    for row in (header, started):
        verifier.take(row.position, row.body, row.hash)
    with pytest.raises(DivergenceError) as caught:
        verifier.take(asked.position, asked.body, asked.hash)
    pool.close()
    assert caught.value.where == "workflow.py:9 in steps"
    assert (caught.value.recorded, caught.value.asked) == ("step double(0)", "step double(1)")


async def test_a_zygote_that_somebody_ends_is_replaced(tmp_path: Path) -> None:
    async with open_vm("memory:", clock=VirtualClock(), isolate=True) as vm:
        assert await vm.run(STEPS, 1) == [0]
        zygote = pool_of(vm)._forks._zygote
        assert zygote is not None
        os.kill(zygote._process.pid, signal.SIGKILL)
        assert await vm.run(STEPS, 2) == [0, 2]


async def test_a_zygote_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "BOOT", "import nothing_of_that_name")
    async with open_vm("memory:", clock=VirtualClock(), isolate=True) as vm:
        run = await vm.start(STEPS, 1)
        with pytest.raises(IsolationUnavailable, match="No module named 'nothing_of_that_name'"):
            await run.result()


async def test_the_next_process_is_made_before_it_is_wanted(shared_zygote: None) -> None:
    async with open_vm("memory:", isolate=True) as vm:
        await vm.start_with(WAITING, run_id="first")
        await parked(vm, "first")
        zygote = pool_of(vm)._forks._zygote
        assert zygote is not None
        made = zygote._find_spare()
        await vm.start_with(WAITING, run_id="second")
        await parked(vm, "second")
        assert made in processes(vm)


def test_a_python_that_may_not_be_started_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/dev/null")
    with pytest.raises(IsolationUnavailable, match="/dev/null cannot be started: Permission denied"):
        BodyPool(Isolation())


def test_an_unknown_user_is_refused() -> None:
    with pytest.raises(IsolationUnavailable, match="there is no user 'nobody-of-that-name'"):
        BodyPool(Isolation(user="nobody-of-that-name"))


@pytest.mark.parametrize(("said", "is_own"), [("", True), ("0", True), ("1", False)])
def test_the_environment_says_where_bodies_run(
    said: str, is_own: bool, shared_zygote: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VM_ISOLATE", said)
    bodies = open_bodies()
    bodies.close()
    assert isinstance(bodies, OwnBodies) == is_own
    assert isinstance(open_bodies(False), OwnBodies)


HOST = """
import sys, trio
from vm.face.embed import open_vm

async def main():
    async with open_vm("memory:", isolate=True) as vm:
        run = await vm.start(sys.argv[1])
        while not vm.engine._bodies._idle:
            await trio.sleep(0.01)
        (process,) = vm.engine._bodies._idle.values()
        print(process.pid, vm.engine._bodies._forks._zygote._process.pid, flush=True)
        await trio.sleep_forever()

trio.run(main)
"""


def is_alive(pid: int) -> bool:
    """Say whether a process is there, and no mere record of one."""
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_killing_the_host_leaves_no_process_behind() -> None:
    source = 'from vm import sleep\nasync def w():\n    "use workflow"\n    await sleep("1h")\n'
    root = Path(forks.__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", HOST, source],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as host:
        assert host.stdout is not None
        pids = [int(word) for word in host.stdout.readline().split()]
        assert [is_alive(pid) for pid in pids] == [True, True]
        host.kill()
    while any(map(is_alive, pids)):  # the suite's own limit ends this when it does not hold
        os.sched_yield()
