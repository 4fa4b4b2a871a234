"""Attempts: one try of a step, outside the sandbox. Values come in and go out encoded."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import trio

from vm.core.codec import Types, decode, encode
from vm.core.events import Encoded
from vm.core.traces import Frame
from vm.errors import NotSerializable, StepTimeout
from vm.host.metadata import StepMetadata, current_step

if TYPE_CHECKING:
    from vm.host.asyncio_loop import AsyncioLoop

OWN_FOLDERS: Final = tuple(str(Path(__file__).resolve().parents[1] / name) for name in ("host", "core"))
MOST_FRAMES: Final = 40


@dataclass(frozen=True, slots=True)
class RegisteredStep:
    """A step function as this process has it. `options` are those of `@step`, in their stored form."""

    id: str
    function: Callable[..., Any]
    options: dict[str, Any]
    is_async: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that is to be made. `sequence` orders the attempts of a run by when they were started."""

    run_id: str
    correlation_id: str
    step: RegisteredStep
    args: Encoded
    number: int
    sequence: int
    timeout_ms: int | None
    loop: str
    scope: trio.CancelScope = field(default_factory=trio.CancelScope, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: with an encoded result, or with an error and where it came from."""

    attempt: Attempt
    result: Encoded | None = None
    error: BaseException | None = None
    trace: tuple[Frame, ...] = ()


class Executor:
    """Makes attempts. Async steps run on trio, plain ones in threads, asyncio ones on a loop of their own."""

    def __init__(self, types: Types, *, max_threads: int = 40) -> None:
        self._types = types
        self._threads = trio.CapacityLimiter(max_threads)
        self._asyncio: AsyncioLoop | None = None

    async def make(self, attempt: Attempt) -> Outcome | None:
        """Make one attempt and return how it ended, or None when its scope was cancelled meanwhile."""
        current_step.set(
            StepMetadata(f"{attempt.run_id}/{attempt.correlation_id}", attempt.run_id, attempt.step.id, attempt.number)
        )
        with attempt.scope:
            try:
                args, kwargs = decode(attempt.args, self._types)
                value = await self._call(attempt, args, kwargs)
                return Outcome(attempt, result=encode(value, self._types, path="result"))
            except NotSerializable as error:
                return Outcome(attempt, error=error, trace=step_frames(error))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a step may fail with anything; it is recorded
                return Outcome(attempt, error=error, trace=step_frames(error))
        return None

    def close(self) -> None:
        """Stop the asyncio thread, if there is one."""
        if self._asyncio is not None:
            self._asyncio.close()

    def _loop(self) -> AsyncioLoop:
        if self._asyncio is None:
            from vm.host.asyncio_loop import AsyncioLoop  # asyncio is paid for by who uses it

            self._asyncio = AsyncioLoop()
        return self._asyncio

    async def _call(self, attempt: Attempt, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if attempt.timeout_ms is None:
            return await self._dispatch(attempt, args, kwargs)
        with trio.move_on_after(attempt.timeout_ms / 1000) as limit:
            return await self._dispatch(attempt, args, kwargs)
        assert limit.cancelled_caught
        raise StepTimeout(f"the attempt took longer than {attempt.timeout_ms / 1000:g} s")

    async def _dispatch(self, attempt: Attempt, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        step = attempt.step
        if attempt.loop == "asyncio" and step.is_async:
            return await self._loop().run(step.function, args, kwargs)
        if step.is_async:
            return await step.function(*args, **kwargs)
        # A thread cannot be stopped: when the attempt is cancelled it is abandoned, and what it returns discarded.
        return await trio.to_thread.run_sync(
            lambda: step.function(*args, **kwargs), abandon_on_cancel=True, limiter=self._threads
        )


def step_frames(error: BaseException) -> tuple[Frame, ...]:
    """Return the frames of a step's failure, outermost first, the host's own left out."""
    frames = [
        (frame.filename, frame.lineno or 0, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(OWN_FOLDERS) and "/trio/" not in frame.filename
    ]
    return tuple(frames[-MOST_FRAMES:])
