"""The writer waits where waiting helps, and keeps the loop free while it does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import trio
import trio.testing

from vm.errors import CallerError, RunLeased, WorldBusy, WorldDamaged, WorldFull, WorldUnwritable
from vm.host.writer import Writer
from world.interface.patience import is_brief

HERE = threading.current_thread()


def failing(times: int, error: Exception) -> Callable[[], str]:
    """Return work that fails so often before it succeeds."""
    left = [error] * times

    def work() -> str:
        if left:
            raise left.pop()
        return "written"

    return work


class Disk:
    """Writes on a clock of its own, and says in which thread."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def slowly(self) -> threading.Thread:
        self.now_s += 0.03
        return threading.current_thread()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr("vm.host.writer.time", SimpleNamespace(perf_counter=lambda: disk.now_s))
    return disk


def writer(*, patience_ms: int | None = 20_000, is_shared: bool = False) -> Writer:
    return Writer(patience_ms=patience_ms, is_shared=lambda: is_shared)


async def test_write_returns_what_the_work_returns_and_needs_no_turn_of_the_loop() -> None:
    with trio.testing.assert_no_checkpoints():
        assert await writer().write(lambda: 7) == 7


@pytest.mark.parametrize("is_shared", [True, False])
async def test_slow_write_goes_through_a_thread_when_there_is_something_else_to_do(disk: Disk, is_shared: bool) -> None:
    one = writer(is_shared=is_shared)
    assert await one.write(disk.slowly) is HERE
    assert (await one.write(threading.current_thread) is HERE) is not is_shared


async def test_many_rows_make_no_slow_disk(disk: Disk) -> None:
    one = writer(is_shared=True)
    await one.write(disk.slowly, rows=1500)
    assert await one.write(threading.current_thread) is HERE


@pytest.mark.parametrize(("error", "told"), [(WorldBusy("w", 1), 4), (WorldFull("w", "the disk is full"), 5)])
async def test_what_may_pass_is_tried_again_and_told(
    error: Exception, told: int, autojump_clock: trio.testing.MockClock, caplog: pytest.LogCaptureFixture
) -> None:
    assert await writer().write(failing(5, error)) == "written"
    assert caplog.text.count("trying again") == told


async def test_write_waits_for_another_programs_lock_beside_the_loop(caplog: pytest.LogCaptureFixture) -> None:
    waited: list[tuple[bool, bool]] = []

    def work() -> str:
        waited.append((is_brief(), threading.current_thread() is HERE))
        if len(waited) == 1:
            raise WorldBusy("w", 1)
        return "written"

    assert await writer().write(work) == "written"
    assert waited == [(True, True), (False, False)]
    assert not is_brief()
    assert caplog.text == ""


@pytest.mark.parametrize(
    "error", [WorldUnwritable("w", "it is read-only"), WorldDamaged("w", "no"), RunLeased("r", "o", 1)]
)
async def test_what_does_not_pass_is_raised_at_once(error: Exception) -> None:
    with pytest.raises(type(error)):
        await writer().write(failing(1, error))
    with pytest.raises(type(error)):
        await writer(patience_ms=None).write(failing(2, error))


async def test_what_cannot_pass_any_more_ends_the_waiting(autojump_clock: trio.testing.MockClock) -> None:
    errors: list[Exception] = [WorldUnwritable("w", "it is gone"), WorldBusy("w", 1)]
    with pytest.raises(WorldUnwritable):
        await writer().write(lambda: failing(1, errors.pop())())


async def test_patience_ends(autojump_clock: trio.testing.MockClock) -> None:
    with pytest.raises(WorldBusy):
        await writer(patience_ms=10_000).write(failing(10_000, WorldBusy("w", 1)))
    assert 10 <= trio.current_time() < 13


async def test_without_a_bound_it_waits_for_hours_until_the_engine_has_to_end(
    autojump_clock: trio.testing.MockClock,
) -> None:
    one = writer(patience_ms=None)
    ended = []

    async def write() -> None:
        with pytest.raises(WorldBusy):
            await one.write(failing(100_000, WorldBusy("w", 1)))
        ended.append(trio.current_time())

    async with trio.open_nursery() as nursery:
        nursery.start_soon(write)
        await trio.sleep(3600)
        assert not ended
        one.end_at(trio.current_time() + 5)
    assert ended
    assert ended[0] < 3610


async def test_writes_follow_one_another_also_when_one_waits(autojump_clock: trio.testing.MockClock) -> None:
    one, done = writer(), []

    async def write(name: str, work: Callable[[], object]) -> None:
        await one.write(work)
        done.append(name)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(write, "first", failing(3, WorldBusy("w", 1)))
        await trio.testing.wait_all_tasks_blocked()
        nursery.start_soon(write, "second", lambda: None)
    assert done == ["first", "second"]


async def test_write_that_failed_leaves_the_next_one_its_turn() -> None:
    one = writer()
    with pytest.raises(CallerError):
        await one.write(failing(1, CallerError("no")))
    assert await one.write(lambda: 1) == 1
