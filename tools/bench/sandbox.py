"""`sandbox`: what the guards and the fuel cost, kernel by kernel, over plain Python."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

from tools.bench.sequential import Figures
from vm.core.context import Context
from vm.core.events import JOURNAL_VERSION, Encoded, RunCreated
from vm.sandbox.bundle import Bundle
from vm.sandbox.program import SandboxProgram

PRELUDE: Final = """
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def move(self, by):
        self.x += by
        return self
    def total(self):
        return self.x + self.y

def add(a, b):
    return a + b

def numbers(n):
    for i in range(n):
        yield i
"""

KERNELS: Final[dict[str, str]] = {
    "attribute read": "p = Point(1, 2)\nfor i in range(n): p.x + p.y",
    "attribute write": "p = Point(1, 2)\nfor i in range(n): p.x = i",
    "method call": "p = Point(1, 2)\nfor i in range(n): p.total()",
    "method that writes": "p = Point(1, 2)\nfor i in range(n): p.move(1)",
    "item read": "xs = [1, 2, 3]\nfor i in range(n): xs[0] + xs[1]",
    "item write": "d = {}\nfor i in range(n): d['k'] = i",
    "for loop": "t = 0\nfor i in range(n): t += i & 3",
    "while loop": "t = 0\nwhile t < n: t += 1",
    "unpacking": "for a, b in [(1, 2)] * n: pass",
    "call": "for i in range(n): add(i, 1)",
    "lambda": "f = lambda a: a + 1\nfor i in range(n): f(i)",
    "object": "for i in range(n): Point(i, i)",
    "product of variables": "t = 3\nfor i in range(n): i * t",
    "remainder": "for i in range(n): (i * 3) % 7",
    "f-string": "for i in range(n): f'{i}:{i}'",
    "text method": "s = 'Some Text'\nfor i in range(n): s.lower().startswith('some')",
    "join and split": "s = 'a,b,c,d'\nfor i in range(n): ';'.join(s.split(','))",
    "list comprehension": "xs = list(range(20))\nfor i in range(n // 20): [x + 1 for x in xs]",
    "dict comprehension": "xs = list(range(20))\nfor i in range(n // 20): {x: i for x in xs}",
    "sum of a generator": "xs = list(range(20))\nfor i in range(n // 20): sum(x for x in xs)",
    "generator": "for x in numbers(n): pass",
    "try": "for i in range(n):\n    try: int('x')\n    except ValueError: pass",
    "match": "for i in range(n):\n    match (i, 2):\n        case (0, _): pass\n        case (a, 2): pass",
    "set display": "for i in range(n): {i, 1}",
    "membership": "for i in range(n): i in {1, 2, 3}",
    "sorting": "xs = [3, 1, 2] * 7\nfor i in range(n // 20): sorted(xs, key=lambda x: -x)",
}
"""Bodies that do something about `n` times, each of one kind."""


class Sandbox:
    """Each kernel in the sandbox and beside it in plain Python, the least of several times."""

    name = "sandbox"

    def __init__(self, *, turns: int = 50_000, repeats: int = 5) -> None:
        self._turns = turns
        self._repeats = repeats

    def prepare(self) -> None:
        """Nothing: each round compiles its own."""

    def measure(self, round_number: int) -> Figures:
        figures = {f"times plain Python, {name}": self._ratio(body) for name, body in KERNELS.items()}
        return {"times plain Python, geometric mean": statistics.geometric_mean(figures.values()), **figures}

    def _ratio(self, body: str) -> float:
        lines = "\n".join(f"    {line}" for line in body.split("\n"))
        source = f'{PRELUDE}\nasync def main(n):\n    "use workflow"\n{lines}\n'
        plain: dict[str, Any] = {}
        exec(compile(source, "plain.py", "exec"), plain)
        guarded, context = _open(source)
        took_s, plain_s = 1e9, 1e9
        for _ in range(self._repeats):
            plain_s = min(plain_s, self._time(plain["main"]))
            context.refill()
            took_s = min(took_s, self._time(guarded))
        return took_s / plain_s

    def _time(self, main: Callable[[int], Any]) -> float:
        body = main(self._turns)
        began = time.perf_counter()
        try:
            body.send(None)
        except StopIteration:
            return time.perf_counter() - began
        raise AssertionError("a kernel awaits nothing")


def _open(source: str) -> tuple[Callable[[int], Any], Context]:
    bundle = Bundle("kernel.py", {"kernel.py": source})
    workflow = "workflow//kernel.py//main"
    header = RunCreated(
        at_ms=0,
        journal_version=JOURNAL_VERSION,
        run_id="kernel",
        workflow=workflow,
        bundle=bundle.hash,
        policy=SandboxProgram.policy,
        seed="kernel",
        input=Encoded("[[],{}]"),
    )
    context = Context(header)
    return SandboxProgram(bundle, workflow).open(context).function, context
