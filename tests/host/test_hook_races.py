"""A payload that comes while its hook is disposed of, its run ends or is cancelled, or its token changes hands.

Everything that anybody does about a hook is one transaction of the world, so two who race come in one of few orders:
each is made here, and has one outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import trio

from tests.host.test_outside import HOOKS, hook_of, prove, types_of
from vm import open_vm
from vm.core.events import HookReceived, decode_event
from vm.core.lifecycle import RunStatus
from vm.errors import HookNotFound
from vm.face.wiring import open_world
from vm.host import letters
from vm.host.codebase import Codebase
from vm.host.mailer import Mailer, Resumed
from world.changes import HookRecord
from world.contract.making import NOW, advance, claim, create
from world.contract.outside import change
from world.interface import World
from world.records import Lease

MANY = 1_000


@pytest.fixture(params=["memory", "sqlite"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    url = "memory:" if request.param == "memory" else f"sqlite:{tmp_path / 'world.db'}"
    world = open_world(url, synchronous="OFF")
    yield world
    world.close()


# ---- many senders


async def collected(world: World, count: int, send: Callable[[Mailer, int], Resumed], after: int) -> tuple[Any, Any]:
    """Send `MANY` payloads from threads and `after` more behind them; return what the body and the senders got."""
    async with open_vm(world=world) as vm:
        run = await vm.start_with(HOOKS, workflow="collect", kwargs={"count": count}, run_id="r")
        await hook_of(vm, "r")
        mailer = Mailer(world, Codebase(world))

        def send_all() -> list[Resumed]:
            with ThreadPoolExecutor(8) as pool:
                return list(pool.map(lambda number: send(mailer, number), range(MANY)))

        resumed = await trio.to_thread.run_sync(send_all)
        for _ in range(after):
            await vm.resume_hook("t", "last")
        got = await run.result()
        prove(vm, "r")
        return got, resumed


async def test_payload_that_a_thousand_send_under_one_key_is_received_once(world: World) -> None:
    with trio.fail_after(120):
        got, resumed = await collected(world, 2, lambda mailer, _: mailer.resume_hook("t", "first", key="k"), 1)
    assert got == ["first", "last"]
    assert [found.is_new for found in resumed].count(True) == 1


async def test_payloads_under_a_thousand_keys_are_received_in_one_order_that_a_replay_repeats(world: World) -> None:
    with trio.fail_after(120):
        got, resumed = await collected(
            world, MANY, lambda mailer, number: mailer.resume_hook("t", number, key=str(number)), 0
        )
    assert sorted(got) == list(range(MANY))
    assert all(found.is_new for found in resumed)
    rows = [decode_event(row.body) for row in world.read_journal("r")]
    assert [int(event.payload) for event in rows if isinstance(event, HookReceived)] == got


# ---- the sender's side: something else is committed before it looks, between its two transactions, or behind them


class Between:
    """A world in which something happens right behind the n-th time that somebody looks for a hook."""

    def __init__(self, world: World, happen: Callable[[], object]) -> None:
        self._world, self._happen = world, happen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def find_hook(self, token: str) -> HookRecord | None:
        found = self._world.find_hook(token)
        happen, self._happen = self._happen, lambda: None
        happen()
        return found


def open_hook(world: World, run_id: str, token: str = "t") -> None:
    create(world, run_id)
    lease = claim(world, run_id)
    change(world, lease, hooks_opened=(HookRecord(token, run_id, "hook_1", "hook", NOW),))


def lease_of(world: World, run_id: str) -> Lease:
    (last,) = world.list_leases(run_id)[-1:]
    return Lease(run_id, last.owner, last.epoch, 10**15, 0)


def dispose(world: World) -> None:
    change(world, lease_of(world, "r"), hooks_closed=("hook_1",))


def end(world: World) -> None:
    world.append([advance(world, lease_of(world, "r"), 1, status=RunStatus.COMPLETED)])


def cancel(world: World) -> None:
    for message in letters.cancel("r", reason=None, now_ms=NOW):
        world.send(message)


def hand_on(world: World) -> None:
    dispose(world)
    open_hook(world, "other")


def hand_on_by_ending(world: World) -> None:
    end(world)
    open_hook(world, "other")


Rival = Callable[[World], None]
NOBODY, OLD, OTHER = None, "r", "other"

OUTCOMES: dict[tuple[str, str], str | None] = {
    ("dispose", "before"): NOBODY,
    ("dispose", "between"): NOBODY,
    ("dispose", "behind"): OLD,
    ("end", "before"): NOBODY,
    ("end", "between"): NOBODY,
    ("end", "behind"): OLD,
    ("cancel", "before"): OLD,
    ("cancel", "between"): OLD,
    ("cancel", "behind"): OLD,
    ("hand_on", "before"): OTHER,
    ("hand_on", "between"): OTHER,
    ("hand_on", "behind"): OLD,
    ("hand_on_by_ending", "before"): OTHER,
    ("hand_on_by_ending", "between"): OTHER,
    ("hand_on_by_ending", "behind"): OLD,
}
RIVALS: dict[str, Rival] = {
    rival.__name__: rival for rival in (dispose, end, cancel, hand_on, hand_on_by_ending)
}  # fmt: skip


@pytest.mark.parametrize(("rival", "order"), OUTCOMES)
def test_payload_goes_to_whom_the_token_belongs_when_it_is_sent(world: World, rival: str, order: str) -> None:
    open_hook(world, "r")
    happen, expected = RIVALS[rival], OUTCOMES[rival, order]
    sender: Any = Between(world, lambda: happen(world)) if order == "between" else world
    if order == "before":
        happen(world)
    mailer = Mailer(sender, Codebase(sender))
    if expected is None:
        with pytest.raises(HookNotFound):
            mailer.resume_hook("t", 1, key="k")
    else:
        assert mailer.resume_hook("t", 1, key="k") == Resumed(expected, is_new=True)
    if order == "behind":
        happen(world)
    kept = [message.run_id for message in world.list_messages() if message.kind == letters.HOOK]
    is_over = "end" in rival
    assert kept == ([] if expected is None or (expected == OLD and is_over) else [expected])


# ---- the run's side: what was sent waits, in order, when the run hears of it

RACES = """
from vm import RunCancelled, create_hook, race, sleep

async def main():
    "use workflow"
    with create_hook("t") as hook:
        stop = create_hook("stop")
        try:
            if await race(hook, stop) == "stop":
                hook.dispose()
                await sleep("1s")
                return "stopped"
        except RunCancelled:
            return ["cancelled", await race(hook, sleep("1s"))]
        return ["first", await race(hook, sleep("1s"))]
"""


async def heard(world: World, *said: Callable[[Mailer], object]) -> tuple[Any, list[str]]:
    """Let a run hear, at once and in order, what was said to it while nobody drove it."""
    async with open_vm(world=world) as vm:
        await vm.start_with(RACES, run_id="r")
        while len(vm.world.list_hooks("r")) < 2:
            await trio.lowlevel.checkpoint()
    mailer = Mailer(world, Codebase(world))
    for say in said:
        say(mailer)
    async with open_vm(world=world) as vm:
        run = vm.get("r")
        await run.wait()
        prove(vm, "r")
        (last,) = run.events()[-1:]
        kinds = types_of(vm, "r")
        return getattr(last, "output", None), [kind for kind in kinds if kind in ("hook_received", "cancel_requested")]


def pay(mailer: Mailer) -> object:
    return mailer.resume_hook("t", "paid")


def stop(mailer: Mailer) -> object:
    return mailer.resume_hook("stop", "stop")


def ask_to_end(mailer: Mailer) -> object:
    return mailer.cancel("r", now_ms=0)


def end_it(mailer: Mailer) -> object:
    return mailer.terminate("r")


@pytest.mark.parametrize(
    ("said", "output", "kinds"),
    [
        ((pay, stop), '["first",null]', ["hook_received", "hook_received"]),
        ((stop, pay), '"stopped"', ["hook_received"]),
        ((pay, ask_to_end), None, ["hook_received", "cancel_requested"]),
        ((ask_to_end, pay), '["cancelled","paid"]', ["cancel_requested", "hook_received"]),
        ((pay, end_it), None, ["hook_received", "cancel_requested"]),
        ((end_it, pay), None, ["cancel_requested"]),
    ],
)
async def test_run_hears_what_was_said_in_the_order_in_which_it_was_committed(
    world: World, said: tuple[Callable[[Mailer], object], ...], output: str | None, kinds: list[str]
) -> None:
    with trio.fail_after(60):
        assert await heard(world, *said) == (output, kinds)
