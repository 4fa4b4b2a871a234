"""Where a run stood at an event, with its variables."""

from __future__ import annotations

from typing import Any

from tests.sandbox.replays import T0
from vm.core.codec import encode
from vm.core.events import JOURNAL_VERSION, Event, RunCreated, RunStarted, StepCompleted, StepStarted, WaitCompleted
from vm.core.journal import Journal
from vm.core.replay import Replay
from vm.inspect.moment import Moment, look_at
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram
from vm.sandbox.version import POLICY_VERSION
from world.records import JournalRow


class Film:
    """A run recorded by hand, to be looked at anywhere."""

    def __init__(self, source: str, *args: Any) -> None:
        bundle = load_source(source)
        workflow = f"workflow//{bundle.entry}//main"
        header = RunCreated(
            at_ms=T0,
            journal_version=JOURNAL_VERSION,
            run_id="run",
            workflow=workflow,
            bundle=bundle.hash,
            policy=POLICY_VERSION,
            seed="seed",
            input=encode((args, {})),
        )
        self.program = SandboxProgram(bundle, workflow)
        self._replay = Replay(self.program, header)
        self._journal = Journal("run")
        self.rows: list[JournalRow] = []
        self._write(header)
        self.feed(RunStarted(at_ms=T0))

    def feed(self, *events: Event) -> None:
        for event in events:
            commands = self._replay.feed(event)
            for found in (event, *(command.event(self._replay.now_ms) for command in commands)):
                self._write(found)

    def _write(self, event: Event) -> None:
        entry = self._journal.append(event)
        self.rows.append(JournalRow(entry.position, entry.body, entry.hash, T0, 1))

    def at(self, position: int, **options: Any) -> Moment:
        return look_at(self.program, "run", self.rows, position, **options)


def step(number: int, result: Any, at_ms: int = T0) -> tuple[Event, Event]:
    id = f"step_{number}"
    started = StepStarted(at_ms=at_ms, correlation_id=id, attempt=1)
    return started, StepCompleted(at_ms=at_ms, correlation_id=id, result=encode(result))


ORDER = """
import random
from vm import sleep

async def main(order: str):
    "use workflow"
    total = 0
    for number in range(2):
        price = await fetch(order, number)
        total += price
    lucky = random.random()
    await sleep("1h")
    return total

async def fetch(order, number):
    "use step"
"""


def variables_of(moment: Moment, task: int = 0, frame: int = -1) -> dict[str, str]:
    return {found.name: found.text for found in moment.tasks[task].frames[frame].variables}


def test_moment_shows_the_line_and_the_variables_of_that_event() -> None:
    film = Film(ORDER, "A-7")
    film.feed(*step(1, 40), *step(2, 2, T0 + 5))
    first, second = film.at(4), film.at(5)
    assert variables_of(first) == {"number": "0", "order": "'A-7'", "total": "0"}
    assert variables_of(second) == {"number": "1", "order": "'A-7'", "price": "40", "total": "40"}
    (frame,) = second.tasks[0].frames
    assert (frame.file, frame.line, frame.function) == ("workflow.py", 9, "main")
    assert second.tasks[0].waits_for == "step_2"
    assert second.pending == ('step_2  fetch("A-7", 1)  pending',)
    assert first.randomness == second.randomness


def test_moment_knows_clock_and_random_numbers() -> None:
    film = Film(ORDER, "A-7")
    film.feed(*step(1, 40), *step(2, 2, T0 + 5))
    moment = film.at(len(film.rows))
    assert moment.at_ms == T0 + 5
    assert moment.randomness not in (None, film.at(5).randomness)
    assert moment.tasks[0].waits_for == "wait_3"
    assert moment.pending == ("wait_3  sleeps until 1970-01-01T01:16:40.005Z",)


def test_moment_after_the_end_has_no_tasks() -> None:
    film = Film(ORDER, "A-7")
    film.feed(*step(1, 40), *step(2, 2), WaitCompleted(at_ms=T0 + 3_600_000, correlation_id="wait_3"))
    moment = film.at(len(film.rows))
    assert moment.is_over
    assert moment.tasks == ()


def test_moment_has_every_task_and_every_function_between() -> None:
    film = Film("""
from vm import gather
async def main():
    "use workflow"
    return await gather(part("a"), part("b"))

async def part(name):
    inner = [await fetch(name) for _ in range(1)]
    return inner

async def fetch(name):
    "use step"
""")
    moment = film.at(len(film.rows))
    assert [task.is_main for task in moment.tasks] == [True, False, False]
    assert moment.tasks[0].waits_for == "all of Task-2, Task-3"
    assert [frame.function for frame in moment.tasks[1].frames] == ["part"]
    assert variables_of(moment, 2)["name"] == "'b'"


def test_moment_looks_through_async_generators() -> None:
    film = Film("""
from vm import sleep
async def main():
    "use workflow"
    async for day in days():
        pass

async def days():
    number = 7
    await sleep("1d")
    yield number
""")
    moment = film.at(len(film.rows))
    assert [frame.function for frame in moment.tasks[0].frames] == ["main", "days"]
    assert variables_of(moment)["number"] == "7"


def test_variables_that_are_no_data_are_shown_and_secrets_are_not() -> None:
    film = Film("""
from vm import sleep
class Odd:
    def __repr__(self):
        raise ValueError("no")

async def main():
    "use workflow"
    api_token = "s3cret"
    odd = Odd()
    call = lambda: 1
    long = "x" * 5000
    when = {1, 2}
    await sleep("1d")
""")
    moment = film.at(len(film.rows), secrets=("token",))
    found = variables_of(moment)
    assert found["api_token"] == "(redacted)"
    assert found["odd"] == "<Odd that cannot be shown>"
    assert found["call"] == "<function main.<locals>.<lambda>>"
    assert found["long"].endswith("… (5002 characters)")
    values = {variable.name: variable.value for variable in moment.tasks[0].frames[0].variables}
    assert values["when"] == {"$set": [1, 2]}
    assert values["call"] is None


def test_looking_does_not_change_what_is_looked_at() -> None:
    film = Film(ORDER, "A-7")
    film.feed(*step(1, 40))
    once, again = film.at(5), film.at(5)
    assert once == again
