"""Child runs as their parent's body sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.programs import T0, Recorder, started
from vm.core.children import ChildRun
from vm.core.codec import encode
from vm.core.combine import Race
from vm.core.commands import CancelChild, CompleteRun, ContinueRun, SetAttributes, StartChild
from vm.core.context import Context
from vm.core.events import ChildCancelled, ChildCompleted, ChildFailed, RunStarted, WaitCompleted
from vm.core.ids import child_run_id, next_run_id
from vm.core.lifecycle import RunStatus
from vm.core.verify import Verifier, find_patches, verify
from vm.errors import ChildCancelled as ChildCancelledError
from vm.errors import ChildFailed as ChildFailedError
from vm.errors import DivergenceError

Body = Callable[..., Any]
WORKFLOW = "workflow//test.py//child"
STARTED = StartChild(
    correlation_id="child_1", child="run-1.1", workflow=WORKFLOW, on_close="cancel", input=encode(((7,), {}))
)


def start(context: Context, *args: Any, **options: Any) -> ChildRun:
    return ChildRun(context.start_child(WORKFLOW, args, {}, **options))


def one_child(context: Context) -> Body:
    async def main() -> Any:
        run = await start(context, 7)
        try:
            return await run.result()
        except ChildCancelledError as error:
            return ["cancelled", error.run_id]
        except ChildFailedError as error:
            return [str(error), repr(error.__cause__), error.run_id]

    return main


def test_child_is_started_and_its_result_is_awaited() -> None:
    replay, commands = started(one_child)
    assert commands == [STARTED]
    done = replay.feed(ChildCompleted(at_ms=T0, correlation_id="child_1", result=encode("ok")))
    assert done == [CompleteRun(output=encode("ok"))]


def test_failed_child_raises_with_its_own_error_as_cause() -> None:
    replay, _ = started(one_child)
    done = replay.feed(ChildFailed(at_ms=T0, correlation_id="child_1", error=encode(LookupError("gone"))))
    text = "child run run-1.1 of child failed: LookupError: gone"
    assert done == [CompleteRun(output=encode([text, "LookupError('gone')", "run-1.1"]))]


def test_cancelled_child_raises_that_it_was_cancelled() -> None:
    replay, _ = started(one_child)
    done = replay.feed(ChildCancelled(at_ms=T0, correlation_id="child_1"))
    assert done == [CompleteRun(output=encode(["cancelled", "run-1.1"]))]


@pytest.mark.parametrize(("on_close", "asked"), [("cancel", True), ("abandon", False)])
def test_child_of_a_parent_that_ends_is_cancelled_or_abandoned(on_close: str, asked: bool) -> None:
    def make(context: Context) -> Body:
        async def main() -> str:
            return start(context, 7, on_close=on_close).run_id

        return main

    _, commands = started(make)
    cancels = [command for command in commands if isinstance(command, CancelChild)]
    assert cancels == ([CancelChild(correlation_id="child_1", child="run-1.1")] if asked else [])
    assert all(command.child == "run-1.1" for command in cancels)


@pytest.mark.parametrize("on_close", ["cancel", "abandon"])
def test_child_that_loses_a_race_is_cancelled_unless_it_may_be_abandoned(on_close: str) -> None:
    def make(context: Context) -> Body:
        async def main() -> Any:
            run = start(context, 7, on_close=on_close)
            await Race(context.kernel, (run.result(), context.call_sleep("1s")))
            return await run.result() if on_close == "abandon" else run.status

        return main

    replay, _ = started(make)
    commands = replay.feed(WaitCompleted(at_ms=T0 + 1000, correlation_id="wait_2"))
    if on_close == "cancel":
        assert commands == [CancelChild(correlation_id="child_1", child="x"), CompleteRun(output=encode("running"))]
    else:
        assert commands == []
        done = replay.feed(ChildCompleted(at_ms=T0 + 1001, correlation_id="child_1", result=encode(1)))
        assert done == [CompleteRun(output=encode(1))]


def test_explicit_cancel_asks_once_and_waits_for_the_end() -> None:
    def make(context: Context) -> Body:
        async def main() -> Any:
            run = start(context, 7)
            run.cancel()
            run.cancel()
            return await run.result()

        return main

    replay, commands = started(make)
    assert commands == [STARTED, CancelChild(correlation_id="child_1", child="run-1.1")]
    done = replay.feed(ChildCompleted(at_ms=T0, correlation_id="child_1", result=encode("was faster")))
    assert done == [CompleteRun(output=encode("was faster"))]


def test_continue_as_new_ends_the_run_and_names_its_successor() -> None:
    def make(context: Context) -> Body:
        async def main() -> None:
            try:
                context.continue_as_new((2,), {"day": "tue"})
            finally:
                context.write_log("info", "leaving")

        return main

    replay, commands = started(make)
    assert commands[-1] == ContinueRun(next="run-1:2", input=encode(((2,), {"day": "tue"})))
    assert len(commands) == 2
    assert replay.status is RunStatus.COMPLETED


def test_ids_of_descendants_count_and_stay_run_ids() -> None:
    assert next_run_id("daily", "daily") == "daily:2"
    assert next_run_id("daily", "daily:2") == "daily:3"
    assert next_run_id("a:b", "a:b") == "a:b:2"
    assert child_run_id("order", "child_12") == "order.12"
    long = child_run_id("x" * 128, "child_1")
    assert len(long) <= 128
    assert long != child_run_id("x" * 128, "child_2")


def test_attributes_are_recorded() -> None:
    def make(context: Context) -> Body:
        async def main() -> None:
            context.set_attributes({"customer": "ada", "stage": None})

        return main

    _, commands = started(make)
    assert commands[0] == SetAttributes(attributes=encode({"customer": "ada", "stage": None}))


def changed(context: Context) -> Body:
    async def main() -> Any:
        await context.call_sleep("1s")
        first = context.patched("faster")
        await context.call_sleep("1s")
        return [first, context.patched("faster")]

    return main


def unchanged(context: Context) -> Body:
    async def main() -> Any:
        await context.call_sleep("1s")
        await context.call_sleep("1s")
        return [False, False]

    return main


def _recorded(make: Callable[[Context], Body], waits: int) -> Recorder:
    recorder = Recorder(make)
    recorder.feed(RunStarted(at_ms=T0))
    for number in range(1, waits + 1):
        recorder.feed(WaitCompleted(at_ms=T0 + 1000 * number, correlation_id=f"wait_{number}"))
    return recorder


def test_patched_run_records_the_new_way_and_replays() -> None:
    recorder = _recorded(changed, 2)
    assert b'{"type":"patch_marked","at":1001000,"patch":"faster"}' in [body for _, body, _ in recorder.rows()]
    _, journal = verify(recorder.program, "run-1", recorder.rows())
    assert journal == recorder.journal


@pytest.mark.parametrize("waits", [1, 2])
def test_journal_of_the_code_before_replays_on_the_patched_code(waits: int) -> None:
    old, new = _recorded(unchanged, waits), Recorder(changed)
    verifier = Verifier(new.program, "run-1", patches=find_patches(body for _, body, _ in old.rows()))
    for row in old.rows():
        verifier.take(*row)
    replay, _ = verifier.finish()
    if waits == 1:  # the first answer stands, also where the run goes on
        done = replay.feed(WaitCompleted(at_ms=T0 + 2000, correlation_id="wait_2"))
        assert done == [CompleteRun(output=encode([False, False]))]


def test_run_that_had_not_reached_the_patch_takes_the_new_way() -> None:
    old, new = _recorded(unchanged, 0), Recorder(changed)
    verifier = Verifier(new.program, "run-1", patches=find_patches(body for _, body, _ in old.rows()))
    for row in old.rows():
        verifier.take(*row)
    replay, _ = verifier.finish()
    replay.feed(WaitCompleted(at_ms=T0 + 1000, correlation_id="wait_1"))
    done = replay.feed(WaitCompleted(at_ms=T0 + 2000, correlation_id="wait_2"))
    assert done == [CompleteRun(output=encode([True, True]))]


def test_code_without_the_patch_diverges_from_a_journal_that_marks_it() -> None:
    new, old = _recorded(changed, 2), Recorder(unchanged)
    with pytest.raises(DivergenceError, match='patch "faster"'):
        verify(old.program, "run-1", new.rows())
