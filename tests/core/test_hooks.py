"""Hooks: payloads in journal order, kept until read, refused after the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.core.programs import OPEN, T0, PlainProgram, Recorder, attempt, completed, header, started
from vm.core.codec import encode
from vm.core.combine import Race
from vm.core.commands import CancelWait, CompleteRun, DisposeHook, FailRun, OpenHook, RunStep
from vm.core.context import Context
from vm.core.events import Encoded, HookConflict, HookReceived, RunStarted, WaitCompleted
from vm.core.kernel import Future
from vm.core.lifecycle import RunStatus
from vm.core.replay import Replay
from vm.core.verify import verify
from vm.errors import Deadlock, HookDisposed, IllegalEvent
from vm.errors import HookConflict as HookConflictError

Body = Callable[..., Any]


def received(value: Any, correlation_id: str = "hook_1", at_ms: int = T0) -> HookReceived:
    return HookReceived(at_ms=at_ms, correlation_id=correlation_id, payload=encode(value))


def test_open_hook_asks_for_its_token_at_once() -> None:
    def make(context: Context) -> Body:
        async def main() -> Any:
            return await context.open_hook(token="order-7", metadata={"who": "ada"})

        return main

    replay, commands = started(make)
    assert commands == [OpenHook(correlation_id="hook_1", token="order-7", metadata=encode({"who": "ada"}))]
    assert replay.feed(received([1]))[-1] == CompleteRun(output=encode([1]))


def test_payloads_that_come_before_their_await_are_kept_in_order() -> None:
    def make(context: Context) -> Body:
        async def main() -> list[Any]:
            hook = context.open_hook(token="t")
            await context.call_step("step//test.py//slow", (), {})
            return [await hook, await hook]

        return main

    recorder = Recorder(make)
    recorder.feed(RunStarted(at_ms=T0), received("a"), received("b"))
    commands = recorder.feed(attempt("step_2"), completed("step_2"))
    assert commands == [DisposeHook(correlation_id="hook_1"), CompleteRun(output=encode(["a", "b"]))]
    replay, journal = verify(recorder.program, "run-1", recorder.rows())
    assert journal == recorder.journal
    assert replay.status is RunStatus.COMPLETED


def test_each_payload_goes_to_one_reader_in_the_order_of_their_awaits() -> None:
    def make(context: Context) -> Body:
        async def main() -> list[Any]:
            hook = context.open_hook(token="t")
            first, second = hook.start(), hook.start()
            return [await second, await first]

        return main

    replay, _ = started(make)
    replay.feed(received("a"))
    assert replay.feed(received("b"))[-1] == CompleteRun(output=encode(["b", "a"]))


def test_reader_that_gives_up_leaves_the_payload_to_the_next() -> None:
    def make(context: Context) -> Body:
        async def main() -> list[Any]:
            hook = context.open_hook(token="t")
            late = await Race(context.kernel, (hook, context.call_sleep("1s")))
            return [late, await hook]

        return main

    replay, _ = started(make)
    assert replay.feed(WaitCompleted(at_ms=T0 + 1000, correlation_id="wait_2")) == []
    assert replay.feed(received("a"))[-1] == CompleteRun(output=encode([None, "a"]))


def test_hook_that_wins_a_race_cancels_the_wait() -> None:
    def make(context: Context) -> Body:
        async def main() -> Any:
            return await Race(context.kernel, (context.open_hook(token="t"), context.call_sleep("1h")))

        return main

    replay, _ = started(make)
    commands = replay.feed(received("yes"))
    assert commands[0] == CancelWait(correlation_id="wait_2")
    assert commands[-1] == CompleteRun(output=encode("yes"))


def test_iteration_gives_all_payloads_and_ends_with_the_disposal() -> None:
    def make(context: Context) -> Body:
        async def main() -> list[Any]:
            found = []
            with context.open_hook(token="t") as hook:
                async for payload in hook:
                    if payload == "stop":
                        hook.dispose()
                    else:
                        found.append(payload)
            return found

        return main

    replay, _ = started(make)
    for value in ("a", "b"):
        assert replay.feed(received(value)) == []
    commands = replay.feed(received("stop"))
    assert commands == [DisposeHook(correlation_id="hook_1"), CompleteRun(output=encode(["a", "b"]))]


def test_payload_after_the_disposal_is_an_illegal_event_and_awaiting_says_so() -> None:
    def make(context: Context) -> Body:
        async def main() -> str:
            hook = context.open_hook(token="t")
            hook.dispose()
            hook.dispose()
            try:
                await hook
            except HookDisposed as error:
                await context.call_sleep("1h")
                return str(error)
            return "?"

        return main

    replay, commands = started(make)
    assert commands[1] == DisposeHook(correlation_id="hook_1")
    assert replay.find_operation("hook_1") is None
    with pytest.raises(IllegalEvent):
        replay.feed(received("late"))


def test_conflict_is_raised_at_the_await_and_names_the_owner() -> None:
    def make(context: Context) -> Body:
        async def main() -> Any:
            hook = context.open_hook(token="taken")
            try:
                return await hook
            except HookConflictError as error:
                return [error.token, error.run_id]

        return main

    replay, _ = started(make)
    commands = replay.feed(HookConflict(at_ms=T0, correlation_id="hook_1", owner="run-0"))
    assert commands == [CompleteRun(output=encode(["taken", "run-0"]))]  # nothing to dispose of


def test_run_whose_hook_nobody_awaits_is_a_deadlock() -> None:
    def make(context: Context) -> Body:
        async def main() -> None:
            context.open_hook(token="t")
            await Future(context.kernel)

        return main

    replay, commands = started(make)
    failure = commands[-1]
    assert isinstance(failure, FailRun)
    assert Deadlock.__name__ in failure.error
    assert replay.status is RunStatus.FAILED


def _token_of(secret: str | None, run_id: str = "run-1") -> str:
    def make(context: Context) -> Body:
        async def main() -> Any:
            return await context.open_hook()

        return main

    replay = Replay(PlainProgram(make), replace(header(run_id), secret=secret))
    OPEN.append(replay)
    (command,) = replay.feed(RunStarted(at_ms=T0))
    assert isinstance(command, OpenHook)
    return command.token


def test_default_token_follows_from_the_secret_and_the_run_only() -> None:
    assert _token_of("s") == _token_of("s")
    assert len({_token_of("s"), _token_of("t"), _token_of(None), _token_of("s", "run-2")}) == 4


def test_token_does_not_shift_when_the_author_draws_a_number() -> None:
    def make(draws: int) -> Callable[[Context], Body]:
        def bind(context: Context) -> Body:
            async def main() -> None:
                for _ in range(draws):
                    context.random.random()
                context.open_hook()
                await context.call_step("step//test.py//x", (), {})

            return main

        return bind

    one, other = started(make(0))[1], started(make(3))[1]
    assert one == other
    assert isinstance(one[1], RunStep)


def test_webhook_has_an_address_below_the_one_the_run_was_started_with() -> None:
    def make(context: Context) -> Body:
        async def main() -> Any:
            return context.open_hook(kind="webhook", respond={"status": 201}).url

        return main

    replay = Replay(PlainProgram(make), replace(header(), base_url="https://example.org"))
    OPEN.append(replay)
    opened, _, done = replay.feed(RunStarted(at_ms=T0))
    assert isinstance(opened, OpenHook)
    assert opened.respond == Encoded('{"status":201}')
    assert done == CompleteRun(output=encode(f"https://example.org/webhook/{opened.token}"))
