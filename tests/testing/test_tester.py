"""The VM as tests use it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import trio

from tests.testing.programs import NAPS, ORDER
from vm.errors import BadInput, RunFailed
from vm.host import senses
from vm.testing import NeverHappened, open_test_vm
from vm.testing import tester as kit

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have little patience, and a host that stirs all the time."""
    monkeypatch.setattr(kit, "PATIENCE_S", 0.1)
    monkeypatch.setattr(senses, "PULSE_S", 0.01)


async def test_a_month_of_sleeps_takes_no_time_when_the_end_is_awaited() -> None:
    async with open_test_vm() as vm:
        assert await vm.run(NAPS, 30) == [*range(2, 32)]
        assert vm.now() - datetime(2000, 1, 1, tzinfo=UTC) == timedelta(days=30)


async def test_time_stands_still_until_it_is_advanced() -> None:
    async with open_test_vm(start=datetime(2024, 2, 27, tzinfo=UTC)) as vm:
        run = await vm.start(NAPS)
        nap = await vm.wait_for_sleep(run)
        assert nap.until_ms - nap.created_ms == 86_400_000
        assert vm.now() == datetime(2024, 2, 27, tzinfo=UTC)
        await vm.advance(hours=23)
        assert vm.calls("note") == []
        await vm.advance("1h")
        assert [call.args for call in vm.calls("note")] == [(28,)]
        await vm.advance(days=7)
        assert await run.result() == [28, 29, 1]


async def test_hook_is_waited_for_and_answered() -> None:
    async with open_test_vm() as vm:
        run = await vm.start(ORDER, "tea")
        hook = await vm.wait_for_hook(run, "tea.answer")
        assert hook.metadata == {"item": "tea"}
        await hook.resume("fine")
        assert await run.result() == {"paid": "paid for tea", "answer": "fine"}


async def test_deadline_passes_when_nobody_answers() -> None:
    async with open_test_vm() as vm:
        run = await vm.start(ORDER, "tea")
        await vm.wait_for_hook(run)
        await vm.advance(days=7)
        assert (await run.result())["answer"] is None


async def test_stubbed_step_is_not_called() -> None:
    async with open_test_vm() as vm:

        async def free(item: str) -> str:
            return f"{item} is free"

        vm.stub_step("charge", free)
        assert (await vm.run(ORDER, "tea"))["paid"] == "tea is free"
        vm.stub_step("charge", lambda item: f"{item} is dear")
        assert (await vm.run(ORDER, "pot"))["paid"] == "pot is dear"
        assert [call.args for call in vm.calls("charge")] == [("tea",), ("pot",)]


async def test_failed_step_is_tried_again() -> None:
    async with open_test_vm() as vm:
        vm.fail_step("charge", times=2)
        run = await vm.start(ORDER, "tea")
        assert (await run.result())["paid"] == "paid for tea"
        assert len(vm.calls("charge")) == 3
        retries = [event for event in run.events() if event.type == "step_retrying"]
        assert ["made to fail by the test (1 of 2)" in event.error for event in retries] == [True, False]


async def test_step_that_fails_too_often_fails_its_run_with_the_error_given() -> None:
    async with open_test_vm() as vm:
        vm.fail_step("charge", times=4, error=TimeoutError("the bank sleeps"))
        with pytest.raises(RunFailed, match="the bank sleeps") as caught:
            await vm.run(ORDER, "tea")
        (report,) = caught.value.__notes__
        assert "tried: attempts 1 to 4: TimeoutError: the bank sleeps" in report
        assert "paid = await charge(item)" in report
        assert "      item = 'tea'" in report


async def test_step_that_is_not_there_cannot_be_stubbed() -> None:
    async with open_test_vm() as vm:
        vm.stub_step("chrage", print)
        with pytest.raises(BadInput, match="no step chrage") as caught:
            await vm.start(ORDER, "tea")
        assert "charge" in str(caught.value.fix)


async def test_waiting_for_what_will_not_come_says_what_the_run_waits_for() -> None:
    source = ORDER.replace("await race(hook, sleep(within))", "await hook")
    async with open_test_vm() as vm:
        run = await vm.start(source, "tea")
        with pytest.raises(NeverHappened, match=r"run-1 does not sleep: it waits for hook_2 \(payloads for tea.answer"):
            await vm.wait_for_sleep(run)
        with pytest.raises(NeverHappened, match="run-1 does not end: it waits for hook_2"):
            await run.result()
        with pytest.raises(NeverHappened, match="does not open a hook other"):
            await vm.wait_for_hook(run, "other")


async def test_waiting_for_something_of_a_run_that_has_ended_says_how_it_ended() -> None:
    async with open_test_vm() as vm:
        run = await vm.start(NAPS, 0)
        with pytest.raises(NeverHappened, match=r"it is completed: \[\]"):
            await vm.wait_for_hook(run)


async def test_successor_of_a_run_is_awaited_in_the_same_time() -> None:
    source = """
from vm import continue_as_new, sleep

async def count(n=0):
    "use workflow"
    await sleep("1d")
    if n < 3:
        continue_as_new(n + 1)
    return n
"""
    async with open_test_vm() as vm:
        assert await vm.run(source) == 3
        assert vm.now().day == 5


async def test_what_another_task_brings_about_is_waited_for() -> None:
    source = ORDER.replace("await race(hook, sleep(within))", "await hook")
    async with open_test_vm() as vm, trio.open_nursery() as nursery:
        run = await vm.start(source, "tea")

        async def answer() -> None:
            await (await vm.wait_for_hook(run)).resume("fine")

        nursery.start_soon(answer)
        assert (await run.result())["answer"] == "fine"


async def test_failure_behind_a_wall_is_told_as_it_was_recorded() -> None:
    async with open_test_vm(isolate=True) as vm:
        vm.fail_step("charge", times=4)
        with pytest.raises(RunFailed) as caught:
            await vm.run(ORDER, "tea")
        (report,) = caught.value.__notes__
        assert "paid = await charge(item)" in report
        assert "item = 'tea'" not in report
