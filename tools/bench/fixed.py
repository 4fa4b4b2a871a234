"""`sandbox-fixed`: what runs cost beside their bodies' work: compiling, finding what was compiled, opening."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.bench.benchmark import Figures
from tools.bench.kernels import KERNELS, PRELUDE
from tools.bench.sandbox import make_context
from vm.sandbox import reading
from vm.sandbox.bundle import Bundle
from vm.sandbox.compiler import compile_file
from vm.sandbox.program import SandboxProgram

LINES: Final = 200
TRIVIAL: Final = """
async def main(n):
    "use workflow"
    return n

async def one(n):
    "use step"
    return n
"""


def make_source() -> str:
    """Return a file of `LINES` lines, or a few more: what the kernels share, and as many of them."""
    lines = ["async def main():", '    "use workflow"', "    return 1", *PRELUDE.split("\n")]
    for number, body in enumerate(KERNELS.values()):
        if len(lines) >= LINES:
            break
        lines += [f"async def kernel_{number}(n):", *(f"    {line}" for line in body.split("\n")), ""]
    return "\n".join(lines)


class Fixed:
    """Medians of many times each, in one process and in time of the processor, as `sandbox` is measured."""

    name = "sandbox-fixed"

    def __init__(self, folder: Path, *, repeats: int = 50) -> None:
        self._cache = folder / "cache"
        self._repeats = repeats
        self._source = make_source()

    def prepare(self) -> None:
        os.environ["VM_CACHE"] = str(self._cache)
        for remembering in (reading.compile_text, reading.read, reading._find):
            remembering.cache_clear()  # what this process has compiled before would not be kept again
        reading.compile_text("file.py", self._source)

    def measure(self, round_number: int) -> Figures:
        bundle = Bundle("trivial.py", {"trivial.py": TRIVIAL})
        program = SandboxProgram(bundle, "workflow//trivial.py//main")
        return {
            f"ms to compile {LINES} lines": 1e3 * self._median(lambda: compile_file("file.py", self._source)),
            f"ms to find {LINES} lines compiled": 1e3 * self._median(self._find),
            "us for a trivial run": 1e6 * self._median(lambda: _run(program, bundle)),
        }

    def _find(self) -> None:
        reading._find.cache_clear()
        assert reading._find("file.py", self._source) is not None

    def _median(self, act: Callable[[], object]) -> float:
        times = []
        for _ in range(self._repeats):
            began = time.process_time()
            act()
            times.append(time.process_time() - began)
        return statistics.median(times)


def _run(program: SandboxProgram, bundle: Bundle) -> None:
    body = program.open(make_context(bundle, program.workflow_id)).function(1)
    try:
        body.send(None)
    except StopIteration:
        return
    raise AssertionError("it awaits nothing")
