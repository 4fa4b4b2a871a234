"""`sandbox`: what the guards and the fuel cost, kernel by kernel, over plain Python."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from tools.bench.benchmark import Figures
from tools.bench.kernels import KERNELS, PRELUDE
from vm.core.context import Context
from vm.core.events import JOURNAL_VERSION, Encoded, RunCreated
from vm.sandbox.bundle import Bundle
from vm.sandbox.program import SandboxProgram


class Sandbox:
    """Each kernel in the sandbox and beside it in plain Python, the least of several times.

    In time of the processor: on a busy machine what takes longer than its turn there would be told to take more.
    """

    name = "sandbox"

    def __init__(self, *, turns: int = 5_000, repeats: int = 25) -> None:
        self._turns = turns
        self._repeats = repeats

    def prepare(self) -> None:
        """Nothing: each round compiles its own."""

    def measure(self, round_number: int) -> Figures:
        ratios = {name: self._ratio(body) for name, body in KERNELS.items()}
        return {
            "times plain Python, geometric mean": statistics.geometric_mean(ratios.values()),
            "times plain Python, worst but set displays": max(
                ratios[name] for name in KERNELS.keys() - {"set display"}
            ),
            **{f"times plain Python, {name}": ratio for name, ratio in ratios.items()},
        }

    def _ratio(self, body: str) -> float:
        source = make_kernel(body)
        plain: dict[str, Any] = {"__name__": __name__}
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
        began = time.process_time()
        try:
            body.send(None)
        except StopIteration:
            return time.process_time() - began
        raise AssertionError("a kernel awaits nothing")


def make_kernel(body: str) -> str:
    """Return the file of a kernel: its workflow `main` takes how many turns to make."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    return f'{PRELUDE}\nasync def main(n):\n    "use workflow"\n{lines}\n'


def _open(source: str) -> tuple[Callable[[int], Any], Context]:
    bundle = Bundle("kernel.py", {"kernel.py": source})
    context = make_context(bundle, workflow := "workflow//kernel.py//main")
    return SandboxProgram(bundle, workflow).open(context).function, context


def make_context(bundle: Bundle, workflow: str) -> Context:
    """Return the context of a run of a bundle's workflow."""
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
    return Context(header)
