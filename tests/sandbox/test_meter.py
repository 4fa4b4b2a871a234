# ruff: noqa: E501 - a row that is a piece of source stays a row
"""Work between two awaits is counted, alike everywhere, and what runs out of it ends."""

from __future__ import annotations

import pytest

from tests.sandbox.replays import T0, failure_of, result_of, start
from tests.sandbox.running import body_source, make_context, run_sandboxed
from vm.core.commands import CancelWait, FailRun, StartWait
from vm.core.events import WaitCompleted
from vm.core.fuel import FUEL_PER_ADVANCE, MAX_DEPTH
from vm.errors import FuelExhausted
from vm.sandbox.meter import UNITS

EXHAUSTED = "vm//FuelExhausted"


@pytest.fixture
def _little_fuel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vm.core.fuel.FUEL_PER_ADVANCE", 10_000)


little = pytest.mark.usefixtures("_little_fuel")

ENDLESS = {
    "while": "while True: pass",
    "while in module": ("pass", "while True: pass\n"),
    "for": "import itertools\nfor i in itertools.count(): pass",
    "comprehension": "import itertools\nreturn [i for i in itertools.count()]",
    "set comprehension": "import itertools\nreturn {i & 3 for i in itertools.count()}",
    "growing list": "l = [1]\nreturn [l.append(x) for x in l]",
    "growing list by an alias": "l = [1]\nf = l.append\nreturn [f(x) for x in l]",
    "nested comprehension": "r = range(1000)\nreturn [0 for a in r for b in r for c in r]",
    "generator": ("return sum(g())", "def g():\n    while True: yield 1\n"),
    "delegation": ("return [0 for _ in g()]", "xs = [1]\ndef g(): yield from map(xs.append, xs)\n"),
    "delegation to an object": (
        "return [0 for _ in g()]",
        "xs = [1]\nclass C:\n    def __iter__(self): return map(xs.append, xs)\ndef g(): yield from C()\n",
    ),
    "map in C": "l = [1]\nreturn list(map(l.append, l))",
    "filter in C": "l = [1]\nreturn list(filter(l.append, l))",
    "generator expression": "import itertools\nreturn max(i for i in itertools.repeat(1))",
    "calls": ("f(30)", "def f(n):\n    if n: f(n - 1); f(n - 1)\n"),
    "lambdas": "f = lambda n: n and (f(n - 1), f(n - 1))\nf(30)",
    "methods": ("C(30)", "class C:\n    def __init__(self, n):\n        if n: C(n - 1); C(n - 1)\n"),
    "coroutines": ("await f(30)", "async def f(n):\n    if n: await f(n - 1); await f(n - 1)\n"),
    "library loops": "return sum(map(lambda x: x, range(100_000)))",
    "loop after an except": "while True:\n    try: raise ValueError\n    except ValueError: continue",
    "nested ranges": "for a in range(1000):\n    for b in range(1000): pass",
    "repeated list": "n = 20_000\nfor x in [0] * n: pass",
    "repeated list by a literal": "for x in [0, 1] * 10_000: pass",
    "repeated list in a comprehension": "n = 20_000\nreturn [x for x in n * [0]]",
    "growing list that an operator gives": (
        "for x in [0] * Times(): xs.append(x)",
        "xs = [1]\nclass Times:\n    def __rmul__(self, other): return xs\n",
    ),
    "long range": "for i in range(200_000): pass",
    "range with a return": "for i in range(20_000):\n    if i < 0: return 1",
    "loop in a class": "import itertools\nclass C:\n    for i in itertools.count(): pass",
    "loop over a growing list": "l = [1]\nfor x in l: l += [x]",
    "comprehension over a range": "return [[0 for a in range(1000)] for b in range(1000)]",
    "sum of a range": "for i in range(1000): sum(range(1000))",
}


@little
@pytest.mark.parametrize("case", ENDLESS)
def test_endless_work_ends_the_run(case: str) -> None:
    found = ENDLESS[case]
    source = body_source(found) if isinstance(found, str) else body_source(*found)
    assert failure_of(source)[0] == EXHAUSTED


SWALLOWING = {
    "bare except": "while True:\n    try:\n        while True: pass\n    except: pass",
    "except Exception": "try:\n    while True: pass\nexcept Exception: return 'caught'",
    "except the error": "from vm.errors import FuelExhausted\ntry:\n    while True: pass\nexcept FuelExhausted: return 'caught'",
    "finally": "try:\n    while True: pass\nfinally:\n    while True: pass",
    "suppress": "import contextlib\nwith contextlib.suppress(BaseException):\n    while True: pass\nreturn 'caught'",
    "ExitStack": "import contextlib\nwith contextlib.ExitStack() as s:\n    s.push(lambda *a: True)\n    while True: pass\nreturn 'caught'",
    "generator's close": "g = G()\nnext(g)\ng.close()\nreturn 'closed'",
    "exit": "with C():\n    while True: pass\nreturn 'caught'",
    "computed handler": "kinds = [BaseException]\ntry:\n    while True: pass\nexcept tuple(kinds): return 'caught'",
    "except group": "try:\n    while True: pass\nexcept* Exception: x = 1\nreturn 'caught'",
}  # fmt: skip
PRELUDE = (
    "class C:\n    def __enter__(self): pass\n    def __exit__(self, *a): return True\n"
    "def G():\n    try: yield 1\n    except GeneratorExit:\n        while True: pass\n"
)


@little
@pytest.mark.parametrize("case", SWALLOWING)
def test_exhaustion_cannot_be_swallowed(case: str) -> None:
    assert failure_of(body_source(SWALLOWING[case], PRELUDE))[0] == EXHAUSTED


@little
def test_exhaustion_names_the_line_and_keeps_the_frames() -> None:
    source = 'def spin():\n    while True:\n        x = 1\nasync def main():\n    "use workflow"\n    spin()\n'
    _, text, lines = failure_of(source)
    assert "more than 2,000,000 units" in text
    assert "workflow.py:2 in spin" in text
    assert lines == [6, 2]


@little
def test_exhaustion_of_one_task_ends_the_run_at_once() -> None:
    source = body_source(
        "async def spin():\n    while True: pass\n"
        "async def log(): print('not reached')\n"
        "a = create_task(sleep('1h'))\nb = create_task(spin())\nc = create_task(log())\n"
        "try: await a\nexcept BaseException: return 'caught'",
        "from vm import create_task\n",
    )
    _, commands = start(source)
    assert [type(command) for command in commands] == [StartWait, CancelWait, FailRun]


@little
def test_fuel_is_fresh_after_each_await() -> None:
    source = body_source("for _ in range(3):\n    for i in range(8000): pass\n    await sleep('1s')")
    replay, commands = start(source)
    for number in (1, 2, 3):
        assert not replay.is_over
        commands = replay.feed(WaitCompleted(at_ms=T0 + 1000 * number, correlation_id=f"wait_{number}"))
    assert replay.status == "completed", commands


@pytest.mark.parametrize(
    "block", ["finally:", "except GeneratorExit:", "except BaseException:", "except:"], ids=lambda block: block[:-1]
)
def test_closing_a_body_does_not_hang_when_its_cleanup_does(block: str) -> None:
    source = body_source(f"try: await sleep('1h')\n{block}\n    while True: pass")
    replay, _ = start(source)
    replay.close()


def test_closing_ends_cleanup_that_calls_itself_or_comprehends() -> None:
    source = body_source(
        "try: await sleep('1h')\nfinally:\n    try: f(40)\n    finally: [g for g in iter(int, 1)]",
        "def f(n):\n    if n: f(n - 1); f(n - 1)\n",
    )
    replay, _ = start(source)
    replay.close()


def test_recursion_ends_the_run_at_a_depth_of_our_own() -> None:
    source = 'def f(n):\n    return f(n + 1)\nasync def main():\n    "use workflow"\n    try: f(0)\n    except Exception: return 1\n'
    kind, text, lines = failure_of(source)
    assert kind == "vm//LimitExceeded"
    assert f"at most {MAX_DEPTH:,} calls in one another" in text
    assert "workflow.py:2 in f" in text or "workflow.py:1 in f" in text
    assert lines[0] == 5
    assert len(lines) == 60


@pytest.mark.parametrize("depth", [900, 990])
def test_recursion_that_plain_python_allows_is_allowed(depth: int) -> None:
    prelude = "def f(n):\n    return n and 1 + f(n - 1)\nasync def g(n):\n    return n and 1 + await g(n - 1)\n"
    assert result_of(body_source(f"return f({depth}), await g({depth})", prelude)) == (depth, depth)


def test_recursion_through_c_ends_the_run_alike() -> None:
    prelude = "class C:\n    def __repr__(self): return repr([self])\n"
    kind, text, _ = failure_of(body_source("try: repr(C())\nexcept Exception: return 1", prelude))
    assert (kind, "calls in one another" in text) == ("vm//LimitExceeded", True)


def test_memory_error_cannot_be_caught() -> None:
    source = body_source("try: raise MemoryError\nexcept MemoryError: pass\nreturn 1")
    assert failure_of(source)[0] == "MemoryError"


@pytest.mark.parametrize(
    "statements",
    [
        "await gather(fail(), return_exceptions=True)",
        "task = create_task(fail())\nawait sleep(0)",
        "task = create_task(fail())\nawait asyncio.wait([task])",
        "task = create_task(fail())\ntask.add_done_callback(lambda task: task.exception())\nawait asyncio.sleep(0)",
        "try:\n    async with TaskGroup() as group: group.create_task(fail())\nexcept ExceptionGroup: pass",
    ],
)
@pytest.mark.parametrize("kind", ["MemoryError", "RecursionError"])
def test_what_ends_a_run_ends_it_in_every_task(kind: str, statements: str) -> None:
    prelude = f"import asyncio\nfrom vm import *\nasync def fail(): raise {kind}\n".replace(
        "*", "TaskGroup, create_task, gather"
    )
    found, _, lines = failure_of(body_source(f"{statements}\nreturn 'swallowed'", prelude))
    assert found == {"MemoryError": "MemoryError", "RecursionError": "vm//LimitExceeded"}[kind]
    assert lines[-1] == 3


def test_error_whose_text_spins_ends_the_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vm.core.fuel.FUEL_PER_ADVANCE", 1000)
    prelude = "class E(Exception):\n    def __str__(self):\n        while True: pass\n"
    assert failure_of(body_source("raise E", prelude))[0] == EXHAUSTED


def test_fuel_used_is_the_number_written_here() -> None:
    """Whoever changes this number changes the semantics of runs in flight: raise POLICY_VERSION."""
    context = make_context()
    source = body_source(
        "total = sum([f(i) for i in range(1000)])\n"
        "for key, value in {i: str(i) for i in range(200)}.items():\n    total += len(value)\n"
        "while total > 3: total //= 2\n"
        "return sorted(range(50), key=lambda x: -x)[0] + total + sum(x for x in g() if x)",
        "def f(x): return x + 1\ndef g():\n    for i in range(300): yield i\n",
    )
    run_sandboxed(source, context=context)
    assert FUEL_PER_ADVANCE - context.fuel.left == USED


USED = 4519


def test_exhaustion_shows_outside_of_the_kernel_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vm.core.fuel.FUEL_PER_ADVANCE", 1000)
    with pytest.raises(FuelExhausted, match=r"workflow.py:5 in main"):
        run_sandboxed(body_source("x = 1\nwhile True: pass"))


def test_range_that_may_be_left_costs_what_is_gone_through() -> None:
    context = make_context()
    run_sandboxed(body_source("for i in range(9_000_000):\n    if i == 3: break"), context=context)
    assert FUEL_PER_ADVANCE - context.fuel.left <= 2 * UNITS


def test_repeated_list_gives_what_plain_python_gives() -> None:
    source = body_source(
        "n = 2\nreturn [*[[*row] for row in [(1, 2)] * n], *[x for x in n * [0]], *[x for x in [n] * True]]"
    )
    assert run_sandboxed(source) == [[1, 2], [1, 2], 0, 0, 2]
    with pytest.raises(TypeError):
        run_sandboxed(body_source("n = 1.5\nfor x in [1] * n: pass"))


def test_generator_that_delegates_can_be_sent_to() -> None:
    prelude = "def inner():\n    got = []\n    while len(got) < 3: got.append((yield len(got)))\n    return got\n"
    prelude += "def outer(): return (yield from inner())\ndef plain(): yield from (1, 2)\n"
    body = "g = outer()\nnext(g)\ng.send('a')\ng.send('b')\ntry: g.send('c')\nexcept StopIteration as e: return e.value, [*plain()]"
    assert result_of(body_source(body, prelude)) == (["a", "b", "c"], [1, 2])
