"""One simulated run: the real host on a world in memory, where every thing that happens is a choice.

Whenever the host is at rest (everything it knew is committed, every attempt stands at a gate), one thing is chosen to
happen next: an attempt goes on, well or badly; time moves to what is due; somebody sends a payload; the clock is
set; the process dies. The choices decide everything, so the same ones make the same run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType
from typing import Any, Final

import trio

from vm.core.codec import decode
from vm.core.events import LogWritten, RunContinued
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import BadInput, CallerError
from vm.face.embed import VM, open_vm
from vm.face.wiring import open_world
from vm.host.clock import DEFAULT_START_MS
from vm.host.options import EngineOptions
from vm.testing.mortal import Killed, MortalWorld, is_killed
from vm.testing.proof import is_replayed
from vm.testing.simulation.case import Broken, Case, Ending
from vm.testing.simulation.choices import Choices
from vm.testing.simulation.clock import SimulatedClock
from vm.testing.simulation.gates import Gates, Parked
from world.changes import HookRecord

RUN_ID: Final = "explored"
MOST_ACTIONS: Final = 5_000
MOST_CRASHES: Final = 3
MOST_FAILURES: Final = 2  # of one step, so that they are not the end of one that is tried as often as most are
MOST_PAYLOADS: Final = 2  # for one hook
PATIENCE_S: Final = 20.0  # of real time, for a step that waits for something real
_FATES: Final = ("", "fail", "lose", "die")
_JUMPS_MS: Final = (0, 1_000, 3_600_000, 86_400_000, -3_600_000)

Act = Callable[[], Any]


class Simulation:
    """Makes one run of a case. `story` is what was chosen that is not as usual, in words."""

    def __init__(self, case: Case, choices: Choices) -> None:
        self.story: list[str] = []
        self._case = case
        self._choices = choices
        self._clock = SimulatedClock(DEFAULT_START_MS)
        self._gates = Gates(case.stubs, self._clock.ring)
        self._world: Any = open_world("memory:")
        self._modules: dict[str, tuple[str, ModuleType]] = {}  # what the steps live in outlives the process
        self._crashes = 0
        self._failures: dict[str, int] = {}
        self._had_failures = self._had_losses = False
        self._sent: dict[tuple[str, str], list[Any]] = {}

    def run(self) -> Ending:
        """Make the run, in an event loop of its own.

        Raises:
            Broken: It does not come to an end, or what the VM promises does not hold.
            BadInput: It waits for payloads, and the case has none.
        """
        state = None if self._case.setup is None else self._case.setup()
        return trio.run(self._main, state)

    async def _main(self, state: Any) -> Ending:
        with trio.fail_after(60 * PATIENCE_S):
            while True:
                mortal = MortalWorld(self._world)
                try:
                    options = EngineOptions(grace_ms=0)
                    async with open_vm(world=mortal, clock=self._clock, options=options, recover=False) as vm:
                        await self._live(vm, mortal)
                        return self._end(vm, state)
                except BaseException as error:
                    if not is_killed(error):
                        raise
                self._gates.forget()
                self._clock.forget()

    async def _live(self, vm: VM, mortal: MortalWorld) -> None:
        """Be one process: until everything has ended, or it dies."""
        vm.registry.dress = self._gates.dress
        vm.registry._loaded = self._modules
        if self._world.find_run(RUN_ID) is None:
            case = self._case
            await vm.start_with(
                case.source,
                case.args,
                case.kwargs,
                workflow=case.workflow,
                run_id=RUN_ID,
                seed="seed",
                steps=case.steps,
            )
        else:
            await vm.recover()
            vm.engine.ring()
        while True:
            await self._rest(vm)
            if all(record.status in TERMINAL_RUN for record in self._world.list_runs()):
                return
            if vm.problems:
                raise Broken(f"a run cannot go on: {next(iter(vm.problems.values()))}")
            await self._act(vm, mortal)

    async def _rest(self, vm: VM) -> None:
        """Wait until nothing moves: the host waits, and each attempt in flight stands at a gate."""
        with trio.fail_after(PATIENCE_S):
            while not self._clock.is_at_rest or self._is_moving(vm):
                await self._clock.news()

    def _is_moving(self, vm: VM) -> bool:
        """Say whether an attempt in flight is at no gate."""
        return len(vm.engine._attempts.in_flight()) > len(self._standing(vm))

    def _standing(self, vm: VM) -> list[Parked]:
        """Return the attempts that stand at gates, as they began; without those that nobody waits for any more.

        Not as they came to their gates: threads come as the machine likes.
        """
        parked = {one.key: one for one in self._gates.parked}
        return [parked[key] for key in vm.engine._attempts.in_flight() if key in parked]

    # ---- one thing happens

    async def _act(self, vm: VM, mortal: MortalWorld) -> None:
        if len(self._choices.made) > MOST_ACTIONS:
            raise Broken(f"it goes on for ever: {MOST_ACTIONS} things have happened, and it has not ended")
        rates = self._choices.rates
        if self._crashes < MOST_CRASHES and self._choices.draw(2, rates.crash):
            self._crashes += 1
            self._had_losses |= bool(self._standing(vm))
            self.story.append("the process dies, and another one goes on")
            mortal.kill()
            raise Killed
        jump_ms = _JUMPS_MS[self._choices.draw(len(_JUMPS_MS), rates.clock)]
        if jump_ms:
            self.story.append(f"the clock is set {'ahead' if jump_ms > 0 else 'back'} by {abs(jump_ms) // 1000} s")
            self._clock.set_to(self._clock.now_ms() + jump_ms)
        acts = list(self._find_acts(vm))
        if acts:
            chosen = self._choices.draw(len(acts), rates.order)
            text, act = acts[chosen]
            if chosen:
                self.story.append(f"{text}, before {acts[0][0]}")
            await act()
        elif not jump_ms:
            self._complain()
        vm.engine.ring()
        self._clock.forget()

    def _find_acts(self, vm: VM) -> Iterator[tuple[str, Act]]:
        """Yield what can happen, the usual thing first."""
        for parked in self._standing(vm):
            word = "the result is told of" if parked.is_made else "an attempt is made of"
            yield f"{word} {parked.name}", partial(self._let_go, parked)
        payloads = [found for hook in self._world.list_hooks() for found in self._find_payloads(vm, hook)]
        yield from ((text, act) for is_first, text, act in payloads if is_first)
        due_ms = self._clock.due_ms
        if due_ms is not None and due_ms > self._clock.now_ms():
            yield "time moves on to what is due next", partial(self._move_on, due_ms)
        yield from ((text, act) for is_first, text, act in payloads if not is_first)

    async def _move_on(self, due_ms: int) -> None:
        self._clock.set_to(due_ms)

    async def _let_go(self, parked: Parked) -> None:
        rates = self._choices.rates
        key, fate = parked.metadata.step_id, ""
        if parked.is_made:
            if self._may_fail(key) and self._choices.draw(2, rates.failure):
                fate = "lose"
        elif self._may_fail(key):
            fate = _FATES[self._choices.draw(len(_FATES), rates.failure)]
        if not fate and not parked.is_made and self._choices.draw(2, rates.hold):
            fate = "hold"
        if fate in ("fail", "lose", "die"):
            self._had_failures = True
            self._failures[key] = self._failures.get(key, 0) + 1
        words = {
            "fail": f"{parked.name} fails before it does anything",
            "lose": f"{parked.name} does its work, and the answer is lost",
            "die": f"{parked.name} fails for good",
            "hold": f"{parked.name} does its work, and the result is on its way",
        }
        if fate:
            self.story.append(words[fate])
        parked.release(fate)

    def _may_fail(self, key: str) -> bool:
        return self._failures.get(key, 0) < MOST_FAILURES

    # ---- hooks

    def _find_payloads(self, vm: VM, hook: HookRecord) -> Iterator[tuple[bool, str, Act]]:
        """Yield what can be sent to a hook, and whether that is the usual thing: the first payload, once."""
        if self._case.payloads is None:
            return
        sent = self._sent.get((hook.run_id, hook.correlation_id), [])
        if len(sent) >= MOST_PAYLOADS:
            return
        for place, payload in enumerate(self._case.payloads(hook)):
            text = json.dumps(payload, ensure_ascii=False, default=repr)
            again = " again" if payload in sent else ""
            act = partial(self._send, vm, hook, payload)
            yield not sent and place == 0, f"{text} is sent{again} to {hook.token}", act

    async def _send(self, vm: VM, hook: HookRecord, payload: Any) -> None:
        self._sent.setdefault((hook.run_id, hook.correlation_id), []).append(payload)
        await vm.resume_hook(hook.token, payload)
        if self._choices.draw(2, self._choices.rates.repeat):
            self.story.append(f"what was sent to {hook.token} is delivered twice")
            try:
                await vm.resume_hook(hook.token, payload)
            except CallerError:
                return  # it was taken, and the hook is closed: the sender is told so

    def _complain(self) -> None:
        hooks = self._world.list_hooks()
        if hooks and self._case.payloads is None:
            raise BadInput(
                f"the run waits for a payload for {hooks[0].token}", fix="say what may come: explore(..., payloads=...)"
            )
        waits = f"payloads for {hooks[0].token}" if hooks else "something that nothing brings"
        raise Broken(f"it does not end: it waits for {waits}, and nothing is due")

    # ---- the end

    def _end(self, vm: VM, state: Any) -> Ending:
        run = vm.get(RUN_ID)
        found = run.events()
        while isinstance(found[-1], RunContinued):
            run = vm.get(found[-1].next)
            found += run.events()
        output, error, types, last = None, None, vm.registry.types, found[-1]
        if getattr(last, "output", None) is not None:
            output = decode(last.output, types)  # type: ignore[attr-defined]
        if getattr(last, "error", None) is not None:
            error = decode(last.error, types)  # type: ignore[attr-defined]
        for record in self._world.list_runs():
            if not is_replayed(self._world, record.run_id):
                raise Broken(f"the journal of {record.run_id} does not replay to its hash")
        return Ending(
            status=run.status(),
            output=output,
            error=error,
            events=found,
            effects=tuple(self._gates.effects),
            log=[event.text for event in found if isinstance(event, LogWritten)],
            state=state,
            had_failures=self._had_failures,
            had_losses=self._had_losses,
            modules={file: module for file, (_, module) in self._modules.items()},
        )
