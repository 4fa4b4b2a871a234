"""What is explored: a workflow with its input, what stands outside, and what has to hold when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from vm.core.events import Event
from vm.core.lifecycle import RunStatus
from world.changes import HookRecord

Payloads = Callable[[HookRecord], Sequence[Any]]
"""Says what may be sent to a hook."""


class Broken(AssertionError):
    """A simulated run did not keep what has to hold. The text says what."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A step's function that ran to its end. `key` is its step id, the same for all attempts of one call."""

    step: str
    key: str
    attempt: int
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    result: Any


@dataclass(frozen=True, slots=True)
class Ending:
    """What a simulated run came to: what an invariant looks at.

    `effects` are all steps that ran to their end, in that order, also those whose answer was lost. `state` is what
    `setup` returned. `log` is what the body wrote. `had_failures`: steps were made to fail; `had_losses`: attempts
    were lost with the process that made them.
    """

    status: RunStatus
    output: Any
    error: BaseException | None
    events: Sequence[Event]
    effects: Sequence[Effect]
    log: Sequence[str]
    state: Any
    had_failures: bool
    had_losses: bool
    modules: Mapping[str, ModuleType] = field(repr=False)

    def effects_of(self, step: str) -> list[Effect]:
        """Return the effects of a step, by its short name."""
        return [effect for effect in self.effects if effect.step == step]


Invariant = Callable[[Ending], object]
"""Raises, or returns False, when an ending is wrong."""


@dataclass(frozen=True, slots=True)
class Case:
    """A workflow to explore. `setup` is called before each run; steps that keep things outside find them fresh."""

    source: Any
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    workflow: str | None = None
    steps: Sequence[Any] = ()
    setup: Callable[[], Any] | None = None
    invariant: Invariant | None = None
    payloads: Payloads | None = None
    stubs: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
