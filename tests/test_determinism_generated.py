"""Generated workflows: two live runs leave the same journal, and it replays."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest
import trio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vm import open_vm
from vm.core.events import decode_event
from vm.core.verify import verify
from vm.host.clock import VirtualClock
from vm.host.programs import ProgramCache
from world.memory import MemoryWorld

EXAMPLES = int(os.environ.get("DETERMINISM_EXAMPLES", "60"))

STEPS = """
import asyncio, collections, functools, itertools, json, random, uuid
from vm import gather, race, create_task, TaskGroup, now, uuid4, timeout

def double(x):
    "use step"
    return {"value": x, "twice": [x, x]}

def letters(x):
    "use step"
    return {chr(97 + (x * 7 + n) % 26) for n in range(5)}

def fail(x):
    "use step"
    raise ValueError(f"no {x}")

async def pause(x):
    await sleep(x)
    return x

async def attempt(call):
    try: return await call
    except Exception as error: return f"{type(error).__name__}: {error}"
"""

VALUES = """
    len(seen)
    random.randint(0, 99)
    random.random()
    random.sample(range(20), 3)
    str(uuid.uuid4())
    str(uuid4())
    now().isoformat()
    [*{'p', 'q', *map(str, seen[:3])}]
    [*({'a': 1, 'b': 2}.keys() | {'c'})]
    sorted(map(str, seen))
    hash('a' + str(len(seen)))
    id(seen)
    json.dumps({'n': len(seen)}, sort_keys=True)
    repr(lambda: seen)
    repr(object())
    list(itertools.accumulate(range(len(seen) % 7)))
    functools.reduce(lambda a, b: a + b, range(5))
    dict(collections.Counter('mississippi'))
    sum([0.1] * 10)
"""

numbers = st.integers(0, 9)


def awaitables() -> st.SearchStrategy[str]:
    """Return expressions that can be awaited."""
    leaves = st.one_of(
        st.builds("double({})".format, numbers),
        st.builds("letters({})".format, numbers),
        st.builds("attempt(fail({}))".format, numbers),
        st.builds("pause({})".format, numbers),
        st.builds("asyncio.sleep({}, {})".format, numbers, numbers),
    )
    return st.recursive(leaves, _combined, max_leaves=6)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=4).map(", ".join)
    return st.one_of(
        several.map("gather({})".format),
        several.map("attempt(race({}))".format),
        several.map("gather({}, return_exceptions=True)".format),
        inner.map("create_task({})".format),
        st.builds("attempt(asyncio.wait_for({}, {}))".format, inner, st.integers(1, 5)),
    )


def values() -> st.SearchStrategy[str]:
    """Return expressions of the language and the shims over `seen`, a list of what was met before."""
    return st.sampled_from(VALUES.strip().splitlines()).map(str.strip)


def statements() -> st.SearchStrategy[str]:
    """Return statements of a body, each on lines of its own."""
    plain = st.one_of(
        awaitables().map("seen.append(repr(await {}))".format),
        values().map("seen.append({})".format),
        values().map("print({})".format),
        st.builds("waiting.append(create_task({}))".format, awaitables()),
    )
    return st.one_of(
        plain, st.builds(_group, st.lists(awaitables(), min_size=1, max_size=3)), st.builds(_branch, plain)
    )


def _group(inside: Sequence[str]) -> str:
    lines = [f"    group.create_task({item})" for item in inside]
    return "\n".join(["async with TaskGroup() as group:", *lines, "seen.append('group done')"])


def _branch(statement: str) -> str:
    return f"for turn in range(2):\n    if random.random() < 0.7:\n        {statement}"


def build(body: Sequence[str]) -> str:
    lines = "\n".join(body).splitlines()
    inside = "\n".join(f"    {line}" for line in lines)
    return f'{STEPS}\n\nasync def main():\n    "use workflow"\n    seen, waiting = [], []\n{inside}\n    return seen\n'


async def run(source: str) -> list[tuple[int, bytes, bytes]]:
    """Run a workflow with steps to its end, prove that its journal replays, and return it."""
    async with open_vm(world=MemoryWorld(), clock=VirtualClock()) as vm:
        run = await vm.start_with(source, run_id="same", seed="7")
        with trio.fail_after(30):
            await run.wait()
        rows = [(row.position, row.body, row.hash) for row in vm.world.read_journal(run.run_id)]
        record = run.record()
        _, journal = verify(ProgramCache(vm.world).load(record.bundle, record.workflow), run.run_id, rows)
        assert journal.head_hash == record.head_hash
        return rows


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 60)
@given(st.lists(statements(), min_size=1, max_size=6).map(build))
def test_generated_workflow_has_one_journal_and_replays(source: str) -> None:
    first, second = trio.run(run, source), trio.run(run, source)
    assert first == second


@pytest.mark.parametrize("statement", ["seen.append(repr(await gather(double(1), pause(2))))"])
def test_generated_shape_completes_and_uses_steps_and_waits(statement: str) -> None:
    events = [decode_event(body) for _, body, _ in trio.run(run, build([statement]))]
    kinds = {event.type for event in events}
    assert {"step_completed", "wait_completed", "run_completed"} <= kinds, events[-1]
