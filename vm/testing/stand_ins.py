"""What tests put in the place of steps, and what they were called with."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vm.core.ids import short_name
from vm.errors import BadInput
from vm.host.registry import is_coroutine_function
from vm.host.steps import RegisteredStep


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt of a step that was made: what the step's function was called with."""

    step: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


@dataclass(slots=True)
class _Failing:
    name: str
    times: int
    left: int
    error: Callable[[], BaseException] | None

    def make_error(self) -> BaseException:
        if self.error is not None:
            return self.error()
        return ConnectionError(f"made to fail by the test ({self.times - self.left} of {self.times})")


class StandIns:
    """Dresses every step, so that it can be stubbed and made to fail at any time, and its calls are kept.

    Steps are named by their id, or by a short name that only one of them has.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._steps: dict[str, RegisteredStep] = {}  # as they are without any of this
        self._stubs: dict[str, Callable[..., Any]] = {}
        self._failing: list[_Failing] = []

    def dress(self, step: RegisteredStep) -> RegisteredStep:
        """Return what is registered in the place of a step."""
        self._steps[step.id] = step
        names = [name for name in self._stubs if _is_named(step.id, name)]
        function = self._stubs[names[-1]] if names else step.function
        if is_coroutine_function(function):

            @functools.wraps(function)
            async def call(*args: Any, **kwargs: Any) -> Any:
                self._begin(step.id, args, kwargs)
                return await function(*args, **kwargs)
        else:

            @functools.wraps(function)
            def call(*args: Any, **kwargs: Any) -> Any:
                self._begin(step.id, args, kwargs)
                return function(*args, **kwargs)

        return RegisteredStep(step.id, call, step.options, is_coroutine_function(function))

    def stub(self, name: str, function: Callable[..., Any]) -> None:
        """Have `function`, a plain or an async one, called in the place of a step."""
        self._stubs.pop(name, None)
        self._stubs[name] = function

    def fail(self, name: str, times: int, error: Any) -> None:
        """Have the next attempts of a step fail, without calling anything."""
        if times < 1:
            raise BadInput(f"a step cannot fail {times} times", fix="give a number from 1")
        make = None if error is None else (error if isinstance(error, type) else lambda: error)
        self._failing.append(_Failing(name, times, times, make))

    def put_on(self, steps: dict[str, RegisteredStep]) -> None:
        """Dress the steps of a registry anew. Raises `BadInput` for a name that no step has, or several have."""
        for name in [*self._stubs, *(failing.name for failing in self._failing)]:
            self.find(name)
        for step_id, step in self._steps.items():
            if step_id in steps:
                steps[step_id] = self.dress(step)

    def calls_of(self, name: str) -> list[Call]:
        """Return the attempts of a step that were made, those included that were made to fail."""
        step_id = self.find(name)
        return [call for call in self.calls if call.step == step_id]

    def find(self, name: str) -> str:
        """Return the id of the step that has a name."""
        found = [step_id for step_id in self._steps if _is_named(step_id, name)]
        if len(found) == 1:
            return found[0]
        what = "there is no step" if not found else "there are several steps"
        raise BadInput(f"{what} {name}", fix=f"the steps are {', '.join(sorted(self._steps)) or 'not loaded yet'}")

    def _begin(self, step_id: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        self.calls.append(Call(step_id, args, dict(kwargs)))
        for failing in self._failing:
            if failing.left and _is_named(step_id, failing.name):
                failing.left -= 1
                raise failing.make_error()


def _is_named(step_id: str, name: str) -> bool:
    return name in (step_id, short_name(step_id))
