"""Attempts: one try of a step, outside the sandbox. Values come in and go out encoded."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import outcome
import trio

from vm.core.codec import Types, decode_call, encode
from vm.core.events import Encoded
from vm.core.frozen import frozen
from vm.core.streams import current_sink
from vm.core.traces import Frame
from vm.errors import StepTimeout
from vm.host.answers import PutAnswer, current_put
from vm.host.metadata import StepMetadata, current_step, current_world
from vm.host.streams import Outlet

if TYPE_CHECKING:
    from vm.host.asyncio_loop import AsyncioLoop
    from vm.host.gate import Ticket
    from world.interface import World

Ended = outcome.Value[Any] | outcome.Error
"""What a step function returned, or raised."""

Note = Callable[[BaseException | None], None]
"""Told how an attempt ended: with what error, or with none. Not called for one that was cancelled."""

Around = Callable[[StepMetadata], AbstractContextManager[Note]]
"""Opened around each attempt, in its context: for spans and measurements."""

OWN_FOLDERS: Final = tuple(str(Path(__file__).resolve().parents[1] / name) for name in ("host", "core", "testing"))
MOST_FRAMES: Final = 40


@frozen
class RegisteredStep:
    """A step function as this process has it. `options` are those of `@step`, in their stored form."""

    id: str
    function: Callable[..., Any]
    options: dict[str, Any]
    is_async: bool


@frozen(eq=False)
class Attempt:
    """One try that is to be made. Each is itself and equal to no other. `ticket` is what it was let in with."""

    run_id: str
    correlation_id: str
    step: RegisteredStep
    args: Encoded
    number: int
    timeout_ms: int | None
    loop: str
    ticket: Ticket | None = None
    outlet: Outlet = field(default_factory=Outlet, repr=False)


class Outcome(NamedTuple):
    """How an attempt ended: with an encoded result, or with an error and where it came from."""

    attempt: Attempt
    result: Encoded | None = None
    error: BaseException | None = None
    trace: tuple[Frame, ...] = ()


class Executor:
    """Makes attempts. Async steps run on trio, plain ones in threads, asyncio ones on a loop of their own."""

    def __init__(
        self,
        types: Types,
        *,
        max_threads: int = 40,
        put_answer: PutAnswer | None = None,
        around: Around | None = None,
        world: World | None = None,
    ) -> None:
        self._types = types
        self._world = world
        self._around = around
        self._put_answer = put_answer
        self._threads = trio.CapacityLimiter(max_threads)
        self._asyncio: AsyncioLoop | None = None

    async def make(self, attempt: Attempt) -> Outcome:
        """Make one attempt and return how it ended.

        Whatever the step raises is its outcome, except what is meant for the host: a cancellation, and Ctrl-C
        where an async step happens to run when it comes.

        Raises:
            KeyboardInterrupt: The process was interrupted.
        """
        current_sink.set(attempt.outlet.open(self._types, attempt.loop if attempt.step.is_async else "thread"))
        if self._put_answer is not None:
            current_put.set(self._put_answer)
        if self._world is not None:
            current_world.set(self._world)
        step = StepMetadata(
            f"{attempt.run_id}/{attempt.correlation_id}", attempt.run_id, attempt.step.id, attempt.number
        )
        current_step.set(step)
        if self._around is None:
            return await self._make(attempt)
        with self._around(step) as note:
            ended = await self._make(attempt)
            note(ended.error)
            return ended

    async def _make(self, attempt: Attempt) -> Outcome:
        try:
            args, kwargs = decode_call(attempt.args, self._types)
            if attempt.timeout_ms is None and attempt.step.is_async and attempt.loop != "asyncio":  # most are so
                return Outcome(
                    attempt, encode(await attempt.step.function(*args, **kwargs), self._types, path="result")
                )
            ended = await self._call(attempt, args, kwargs)
            if isinstance(ended, outcome.Error):
                return Outcome(attempt, error=ended.error, trace=step_frames(ended.error))
            return Outcome(attempt, result=encode(ended.value, self._types, path="result"))
        except BaseException as error:  # noqa: BLE001 - a step may fail with anything; it is recorded
            raise_interruption(error)
            return Outcome(attempt, error=error, trace=step_frames(error))

    def close(self) -> None:
        """Stop the asyncio thread, if there is one."""
        if self._asyncio is not None:
            self._asyncio.close()

    def _loop(self) -> AsyncioLoop:
        if self._asyncio is None:
            from vm.host.asyncio_loop import AsyncioLoop  # asyncio is paid for by who uses it

            self._asyncio = AsyncioLoop()
        return self._asyncio

    async def _call(self, attempt: Attempt, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Ended:
        if attempt.timeout_ms is None:
            return await self._dispatch(attempt, args, kwargs)
        with trio.move_on_after(attempt.timeout_ms / 1000):
            return await self._dispatch(attempt, args, kwargs)
        return outcome.Error(StepTimeout(f"the attempt took longer than {attempt.timeout_ms / 1000:g} s"))

    async def _dispatch(self, attempt: Attempt, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Ended:
        """Call the step. What it raises beside the host's own loop is captured, whatever it is."""
        step = attempt.step
        if attempt.loop == "asyncio" and step.is_async:
            return await self._loop().run(step.function, args, kwargs)
        if step.is_async:
            return outcome.Value(await step.function(*args, **kwargs))
        # A thread cannot be stopped: when the attempt is cancelled it is abandoned, and what it returns discarded.
        return await trio.to_thread.run_sync(
            lambda: outcome.capture(step.function, *args, **kwargs), abandon_on_cancel=True, limiter=self._threads
        )


def raise_interruption(error: BaseException) -> None:
    """Raise what in `error` is meant for the host: Ctrl-C before all, else a cancellation. Else do nothing.

    What a step that was cancelled raised while it cleaned up, beside the cancellation, is dropped with it.
    """
    if not isinstance(error, BaseExceptionGroup):
        if isinstance(error, trio.Cancelled | KeyboardInterrupt):
            raise error
        return
    if error.subgroup(KeyboardInterrupt) is not None:
        raise KeyboardInterrupt from error
    cancelled = error.subgroup(trio.Cancelled)
    if cancelled is not None:
        raise cancelled


def step_frames(error: BaseException) -> tuple[Frame, ...]:
    """Return the frames of a step's failure, outermost first, the host's own left out."""
    frames = [
        (frame.filename, frame.lineno or 0, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(OWN_FOLDERS) and "/trio/" not in frame.filename
    ]
    return tuple(frames[-MOST_FRAMES:])
