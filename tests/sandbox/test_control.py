"""What the VM does to a body, and what a body asks of it, cannot be made by hand: the files in `tests/escapes/control`.

`# expect: stopped ERROR` or `# expect: harmless COMMAND` says what the run ends with. `# then: cancel` has it asked
to end once it is parked. Whatever a file tries to pass for the VM's has "forged" in it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sandbox.replays import T0, start
from tests.sandbox.test_bombs import type_of
from vm.core.commands import ContinueRun, FailRun
from vm.core.events import CancelRequested
from vm.errors import SourceRefused

FILES = sorted((Path(__file__).resolve().parents[1] / "escapes" / "control").glob("*.py"))
_HEADER = re.compile(r"# expect: (?P<end>stopped|harmless) ?(?P<what>.*)\n(?P<cancel># then: cancel\n)?")


def end_of_run(source: str, *, is_cancelled: bool) -> tuple[str, str]:
    try:
        replay, commands = start(source)
    except SourceRefused:
        return "stopped", "SourceRefused"
    if is_cancelled:
        commands = replay.feed(CancelRequested(at_ms=T0, mode="cancel", reason="enough"))
    replay.close()
    last = commands[-1]
    if isinstance(last, ContinueRun):
        assert "forged" not in last.input
    return ("stopped", type_of(last.error)) if isinstance(last, FailRun) else ("harmless", type(last).__name__)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_nothing_of_the_vm_is_forged(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    header = _HEADER.match(source)
    assert header is not None, "it does not say how it ends"
    end, what = end_of_run(source, is_cancelled=header["cancel"] is not None)
    assert (end, header["what"] and what) == (header["end"], header["what"])
