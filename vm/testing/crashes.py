"""Dying after every commit of a run in turn, and looking at what becomes of it.

The process of round n dies right behind its n-th commit: what it committed is there, what it would have done
next is not. Another one finishes the run. All rounds have to come to the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import trio

from vm.core import events
from vm.core.events import Event, decode_event
from vm.core.lifecycle import TERMINAL_RUN
from vm.face.embed import VM, open_vm
from vm.face.handle import Run
from vm.face.wiring import open_world
from vm.host.clock import DEFAULT_START_MS, VirtualClock
from vm.testing.loops import require_no_loop
from vm.testing.mortal import MortalWorld, is_killed
from vm.testing.proof import is_replayed
from world.interface import World

RUN_ID: Final = "crash"
PATIENCE_S: Final = 60.0
_ENDS: Final = (events.RunCompleted, events.RunFailed, events.RunCancelled, events.RunContinued)


class PromiseBroken(AssertionError):
    """A run that was killed did not come to what a run that nobody killed comes to. The text says where and how."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What a run came to: how it ended, and each step's recorded result (or failure) by correlation id."""

    end: str
    steps: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CrashReport:
    """`deaths` is how many rounds there were: one for each commit of the run. `ending` is what all came to."""

    deaths: int
    ending: Ending


@dataclass(frozen=True, slots=True)
class Case:
    """A run to be started, and what it is answered. The fields are those of `crash_everywhere`."""

    source: Any
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    workflow: str | None = None
    steps: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)

    def find_answer(self, token: str) -> str | None:
        """Return the key of the answer that is meant for a hook."""
        return next((key for key in self.answers if token == key or token.endswith(f"/{key}")), None)

    async def start(self, vm: Any) -> Run:
        run: Run = await vm.start_with(
            self.source, self.args, self.kwargs, workflow=self.workflow, run_id=RUN_ID, seed="seed", steps=self.steps
        )
        return run


def crash_everywhere(
    source: Any,
    *args: Any,
    workflow: str | None = None,
    steps: Sequence[str] = (),
    answers: Mapping[str, Any] | None = None,
    **kwargs: Any,
) -> CrashReport:
    """Run a workflow once undisturbed, then once for each of its commits, dying behind that one.

    On a world in memory and virtual time. Steps are really made: what they do outside must bear being done
    again. `answers` are payloads for the hooks that it opens, by token, or by what a token ends in behind a `/`: each
    is sent when such a hook is open (`approve@1` resumes the first suspension of a graph's step `approve`). Call it
    outside of an event loop.

    Raises:
        PromiseBroken: A killed run ended otherwise, has other step results, more than one end, or a journal that
            does not replay.
        BadInput: It was called inside of an event loop.
    """
    require_no_loop("crash_everywhere")
    case = Case(source, args, kwargs, workflow, steps, answers or {})
    world = open_world("memory:")
    mortal = MortalWorld(world)
    trio.run(drive, case, mortal)
    expected, commits = look(world, 0), mortal.commits
    for death in range(1, commits + 1):
        found = _die_and_finish(case, death)
        if found != expected:
            raise PromiseBroken(f"dying behind commit {death} of {commits}: {describe_difference(expected, found)}")
    return CrashReport(commits, expected)


def _die_and_finish(case: Case, death: int) -> Ending:
    world = open_world("memory:")
    try:
        trio.run(drive, case, MortalWorld(world, death))
    except BaseException as error:
        if not is_killed(error):
            raise
    trio.run(drive, case, MortalWorld(world))
    return look(world, death)


async def drive(case: Case, world: Any) -> None:
    """Start the run, or go on with it where a process before this one has stored it, until it has ended."""
    known = world.find_run(RUN_ID)
    clock = VirtualClock(_last_ms(world))
    with trio.fail_after(PATIENCE_S):
        async with open_vm(world=world, clock=clock) as vm:
            run = await case.start(vm) if known is None else vm.get(RUN_ID)
            async with trio.open_nursery() as nursery:
                if case.answers:
                    nursery.start_soon(_answer, case, vm)
                await run.wait()
                nursery.cancel_scope.cancel()


async def _answer(case: Case, vm: VM) -> None:
    """Send each hook of the run that opens its answer, once."""
    sent: set[str] = set()
    while True:
        bell = vm.engine.audience.bell(RUN_ID)
        for hook in vm.world.list_hooks(RUN_ID):
            key = case.find_answer(hook.token)
            if key is not None and hook.token not in sent:
                sent.add(hook.token)
                await vm.resume_hook(hook.token, case.answers[key], idempotency_key=hook.token)
        await bell.wait()


def _last_ms(world: World) -> int:
    """Return the time at which a clock goes on: that of the last event."""
    times = [decode_event(row.body).at_ms for row in world.read_journal(RUN_ID)]
    return max(times, default=DEFAULT_START_MS)


def look(world: World, death: int) -> Ending:
    """Return what a run has come to whose process died behind commit `death`. Raises `PromiseBroken`."""
    record = world.get_run(RUN_ID)
    rows = list(world.read_journal(RUN_ID))
    found = [decode_event(row.body) for row in rows]
    ends = [event for event in found if isinstance(event, _ENDS)]
    if record.status not in TERMINAL_RUN or len(ends) != 1:
        raise PromiseBroken(f"dying behind commit {death}: the run is {record.status}, with {len(ends)} ends")
    if not is_replayed(world, RUN_ID):
        raise PromiseBroken(f"dying behind commit {death}: the journal does not replay to its hash")
    results = _results(found, death)
    return Ending(f"{record.status}: {_said(ends[0])}", results)


def _results(found: Sequence[Event], death: int) -> dict[str, str]:
    ended = [event for event in found if isinstance(event, events.StepCompleted | events.StepFailed)]
    twice = [id for id, count in Counter(event.correlation_id for event in ended).items() if count > 1]
    if twice:
        raise PromiseBroken(f"dying behind commit {death}: {twice[0]} has several recorded results")
    return {
        event.correlation_id: event.result if isinstance(event, events.StepCompleted) else f"failed: {event.error}"
        for event in ended
    }


def _said(end: Event) -> str:
    return str(getattr(end, "output", None) or getattr(end, "error", None) or "")


def describe_difference(expected: Ending, found: Ending) -> str:
    """Say in what two endings differ."""
    if found.end != expected.end:
        return f"it ended {found.end}, undisturbed {expected.end}"
    for id in expected.steps.keys() | found.steps.keys():
        if expected.steps.get(id) != found.steps.get(id):
            return f"{id} has the result {found.steps.get(id)}, undisturbed {expected.steps.get(id)}"
    return "nothing that can be named"
