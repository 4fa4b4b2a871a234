"""Where attempts stand still in a simulated run, until it is decided that they go on, and how."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import trio

from vm.core.ids import short_name
from vm.errors import FatalError
from vm.host.metadata import StepMetadata, get_step_metadata
from vm.host.registry import is_coroutine_function
from vm.host.steps import RegisteredStep
from vm.sandbox.texts import clean_repr
from vm.testing.simulation.case import Effect

LIMIT: Final = 60  # characters of a call's arguments in a story


class AnswerLost(ConnectionError):
    """A step did its work, and nobody learned of it."""


@dataclass(slots=True, eq=False)
class Parked:
    """An attempt that stands still. `is_made`: its function has run, and its result is not told yet."""

    metadata: StepMetadata
    call: str
    is_made: bool
    fate: str = ""
    bell: trio.Event = field(default_factory=trio.Event)

    @property
    def name(self) -> str:
        meta = self.metadata
        return f"{self.call} ({meta.step_id.rpartition('/')[2]}, attempt {meta.attempt})"

    @property
    def key(self) -> tuple[str, str]:
        run_id, _, correlation_id = self.metadata.step_id.rpartition("/")
        return run_id, correlation_id

    def release(self, fate: str = "") -> None:
        """Let it go on: "" as it would, or to meet with one of `FATES`, or to `hold` again when it is made."""
        self.fate = fate
        self.bell.set()


FATES: Final[dict[str, Callable[[], Exception]]] = {
    "fail": lambda: ConnectionError("made to fail by the simulation"),
    "die": lambda: FatalError("made to fail for good by the simulation"),
}


class Gates:
    """Dresses steps: each attempt stands still before its function is called, and where it is told to, after.

    `notice` is called when one has come to a gate.
    """

    def __init__(self, stubs: Mapping[str, Callable[..., Any]], notice: Callable[[], None]) -> None:
        self._notice = notice
        self.parked: list[Parked] = []
        self.effects: list[Effect] = []
        self._stubs = stubs

    def dress(self, step: RegisteredStep) -> RegisteredStep:
        """Return what is registered in the place of a step. What runs on asyncio is given a loop for each call."""
        name = short_name(step.id)
        function = self._stubs.get(name) or self._stubs.get(step.id) or step.function
        if not is_coroutine_function(function):

            @functools.wraps(function)
            def call(*args: Any, **kwargs: Any) -> Any:
                metadata = get_step_metadata()
                text = _call_text(name, args, kwargs)
                fate = trio.from_thread.run(self._stand, metadata, text)
                result = function(*args, **kwargs)
                self._note(name, metadata, args, kwargs, result)
                trio.from_thread.run(self._tell, metadata, text, fate)
                return result

            return RegisteredStep(step.id, call, step.options, is_async=False)
        is_foreign = step.options.get("loop") == "asyncio"

        @functools.wraps(function)
        async def await_call(*args: Any, **kwargs: Any) -> Any:
            metadata = get_step_metadata()
            text = _call_text(name, args, kwargs)
            fate = await self._stand(metadata, text)
            if is_foreign:
                result = await trio.to_thread.run_sync(_run_on_asyncio, function, args, kwargs)
            else:
                result = await function(*args, **kwargs)
            self._note(name, metadata, args, kwargs, result)
            await self._tell(metadata, text, fate)
            return result

        options = {key: value for key, value in step.options.items() if key != "loop"}
        return RegisteredStep(step.id, await_call, options, is_async=True)

    def forget(self) -> None:
        """The process is gone, and all that stood in it."""
        self.parked.clear()

    async def _stand(self, metadata: StepMetadata, text: str, is_made: bool = False) -> str:
        parked = Parked(metadata, text, is_made)
        self.parked.append(parked)
        self._notice()
        try:
            await parked.bell.wait()
        finally:
            if parked in self.parked:
                self.parked.remove(parked)
        make_error = FATES.get(parked.fate)
        if make_error is not None:
            raise make_error()
        return parked.fate

    async def _tell(self, metadata: StepMetadata, text: str, fate: str) -> None:
        if fate == "hold":
            fate = await self._stand(metadata, text, True)
        if fate == "lose":
            raise AnswerLost("the answer was lost by the simulation")

    def _note(self, name: str, metadata: StepMetadata, args: Any, kwargs: Any, result: Any) -> None:
        self.effects.append(Effect(name, metadata.step_id, metadata.attempt, args, kwargs, result))


def _call_text(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    parts = [*map(clean_repr, args), *(f"{key}={clean_repr(value)}" for key, value in kwargs.items())]
    text = ", ".join(parts)
    return f"{name}({text if len(text) <= LIMIT else f'{text[:LIMIT]}…'})"


def _run_on_asyncio(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    import asyncio

    return asyncio.run(function(*args, **kwargs))
