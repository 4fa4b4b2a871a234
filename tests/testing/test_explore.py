"""Exploring workflows: the planted bugs are found, made small and played again; the examples have none."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vm.errors import BadInput
from vm.examples import flaky_server
from vm.testing import CounterExample, Ending, crash_everywhere, explore
from vm.testing.simulation.case import Case
from vm.testing.simulation.choices import Choices, dump_story, load_story, trim
from vm.testing.simulation.simulated import Simulation

ROOT = Path(__file__).resolve().parents[2]
PLANTED = ROOT / "tests" / "planted"
EXAMPLES = ROOT / "vm" / "examples"


def module(ending: Ending, name: str) -> Any:
    return next(module for file, module in ending.modules.items() if file.endswith(f"{name}.py"))


def last_save_stays(ending: Ending) -> bool:
    return ending.status != "completed" or ending.output == 2


def car_goes_back_after_the_hotel(ending: Ending) -> bool:
    given = [effect.args[0] for effect in ending.effects_of("give_back")]
    return "car" not in given or "hotel" not in given or given.index("hotel") < given.index("car")


def money_is_sent_once(ending: Ending) -> bool:
    return not (ending.effects_of("transfer") and ending.effects_of("transfer_by_post"))


def card_is_charged_once(ending: Ending) -> bool:
    return len(module(ending, "double_charge").CHARGES) <= 1


def fresh(name: str) -> Callable[[], None]:
    """Return what empties what a planted module keeps outside."""

    def setup() -> None:
        found = importlib.import_module(f"tests.planted.{name}")
        for kept in ("SHELF", "OPEN", "CHARGES"):
            if hasattr(found, kept):
                getattr(found, kept).clear()

    return setup


BUGS: dict[str, tuple[Any, str, list[str]]] = {  # invariant, what is said, words of the story
    "lost_update": (last_save_stays, "the invariant does not hold", ["before"]),
    "compensation": (car_goes_back_after_the_hotel, "the invariant does not hold", ["hotel", "before"]),
    "timeout_race": (money_is_sent_once, "the invariant does not hold", ["transfer", "time moves on"]),
    "double_charge": (card_is_charged_once, "the invariant does not hold", ["charge"]),
    "forgotten_wait": (None, "something was forgotten: sleep", ["time moves on"]),
}


@pytest.mark.parametrize("name", sorted(BUGS))
def test_planted_bug_is_found_made_small_and_played_again(name: str) -> None:
    invariant, what, words = BUGS[name]
    options: dict[str, Any] = {
        "invariant": invariant,
        "setup": fresh(name),
        "payloads": lambda hook: ["here"],
    }
    with pytest.raises(CounterExample) as found:
        explore(PLANTED / f"{name}.py", seeds=1000, **options)
    text = str(found.value)
    assert text.startswith(what)
    assert all(word in text for word in words), text
    assert "comes to something else" not in text
    assert sum(choice > 0 for choice in load_story(found.value.story)) <= 3
    with pytest.raises(CounterExample) as again:
        explore(PLANTED / f"{name}.py", replay=found.value.story, **options)
    assert again.value.story == found.value.story
    assert str(again.value).startswith(what)


def test_every_planted_bug_is_looked_for() -> None:
    assert {path.stem for path in PLANTED.glob("*.py")} == set(BUGS)


REQUEST = {"id": "r1", "method": "POST", "path": "/", "query": {}, "headers": {}, "body": '{"paid": true}'}


def say(hook: Any) -> list[Any]:
    """Return what the examples are told."""
    if hook.kind == "webhook":
        return [REQUEST, {**REQUEST, "id": "r2", "body": "nonsense"}]
    if hook.metadata and "graph" in hook.metadata:
        return [{"ok": True}]
    if hook.metadata and "employee" in hook.metadata:
        return [{"ok": True, "by": "ada"}, {"ok": False, "by": "bob", "note": "too many"}]
    return ["agreed", "no"]


KNOWN = {
    "batch": {"documents": 30},
    "fulfilment": {"patience": "1h"},
    "images": {"count": 2},
    "report_forever": {"days": 3},
    "saga": {"sold_out": "car"},
    "signup_graph": {"input_data": {"name": "Ada"}},
    "trip_graph": {"input_data": {"to": "Rome"}},
}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_found_in_the_examples(path: Path) -> None:
    if path.stem in ("__init__", "flaky_server"):
        pytest.skip("no workflow")
    seeds = int(os.environ.get("EXPLORE_SEEDS", "12"))
    options = KNOWN.get(path.stem, {})
    seen = explore(path, seeds=seeds, payloads=say, setup=flaky_server._requests.clear, **options)
    assert seen.seeds == seeds
    assert seen.endings.get("completed", 0) > 0
    assert seen.different > 1


TWO = """
async def main():
    "use workflow"
    return [await one(1), await one(2)]

async def one(number):
    "use step"
    return number
"""


def test_same_story_makes_the_same_run() -> None:
    first = explore(TWO, seeds=30)
    second = explore(TWO, seeds=30)
    assert (first.endings, first.different) == (second.endings, second.different)
    assert first.different > 5


def test_same_choices_make_the_same_run_also_with_steps_in_threads() -> None:
    source = """
from vm import gather

async def main():
    "use workflow"
    return await gather(*(one(number) for number in range(6)))

def one(number):
    "use step"
    return number
"""
    for seed in range(1, 15):
        runs = []
        for story in ((), (), None):
            choices = Choices((), seed) if story is not None else Choices(trim(runs[0][0]))
            simulation = Simulation(Case(source), choices)
            ending = simulation.run()
            keys = [(effect.key, effect.attempt) for effect in ending.effects]
            runs.append((choices.made, simulation.story, list(ending.events), keys))
        assert runs[0] == runs[1] == runs[2]


def test_steps_can_be_stubbed() -> None:
    seen: list[Any] = []
    explore(TWO, seeds=1, stubs={"one": lambda number: -number}, invariant=lambda ending: seen.append(ending.output))
    assert seen == [[-1, -2]]


def test_run_that_never_ends_is_a_finding() -> None:
    source = """
from vm import sleep

async def main():
    "use workflow"
    while True:
        await sleep("1d")
"""
    with pytest.raises(CounterExample, match="it goes on for ever"):
        explore(source, seeds=1)


def test_hook_without_payloads_asks_for_them() -> None:
    with pytest.raises(BadInput, match="waits for a payload for x"):
        explore(
            'from vm import create_hook\nasync def main():\n    "use workflow"\n    await create_hook("x")\n', seeds=1
        )


def test_hook_that_nobody_answers_is_a_finding() -> None:
    with pytest.raises(CounterExample, match="it waits for payloads for x, and nothing is due"):
        explore(
            'from vm import create_hook\nasync def main():\n    "use workflow"\n    await create_hook("x")\n',
            seeds=1,
            payloads=lambda hook: [],
        )


def test_steps_on_asyncio_are_explored_too() -> None:
    source = TWO.replace('async def one(number):\n    "use step"', '@step(loop="asyncio")\nasync def one(number):')
    source = "import asyncio\nfrom vm import step\n" + source.replace(
        "    return number", "    await asyncio.sleep(0)\n    return number"
    )
    assert explore(source, seeds=5).endings["completed"] >= 1


@pytest.mark.parametrize("story", [(), (0, 0, 1), (2, 0, 0, 3)])
def test_story_is_text_and_back(story: tuple[int, ...]) -> None:
    assert load_story(dump_story(story)) == story


@pytest.mark.parametrize("text", ["", "v0:1=1", "v1:x", "v1:-1=2", "v1:1"])
def test_text_that_is_no_story_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no counterexample"):
        explore(TWO, replay=text)


async def test_exploring_inside_of_a_loop_is_refused() -> None:
    with pytest.raises(BadInput, match="explore runs event loops of its own"):
        explore(TWO, seeds=1)
    with pytest.raises(BadInput, match="crash_everywhere runs event loops of its own"):
        crash_everywhere(TWO)
