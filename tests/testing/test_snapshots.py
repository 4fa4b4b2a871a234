"""Golden journals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.programs import ORDER
from vm.testing import SnapshotDiffers, open_test_vm
from vm.testing.snapshots import compare_snapshot

GOLDEN = """\
run-1: buy("tea")
   2  +0ms      run_started
   3  +0ms      step_created     step_1 charge("tea")
   4  +0ms      step_started     step_1 attempt=1
   5  +0ms      step_completed   step_1 result="paid for tea"
   6  +0ms      hook_created     hook_2 token="tea.answer" kind="hook" metadata={"item": "tea"}
   7  +0ms      wait_created     wait_3 until_ms=+7d
   8  +7d       wait_completed   wait_3
   9  +7d       hook_disposed    hook_2
  10  +7d       run_completed    output={"paid": "paid for tea", "answer": null}
"""


async def test_journal_as_text_is_the_same_each_time() -> None:
    for _ in range(2):
        async with open_test_vm() as vm:
            run = await vm.start(ORDER, "tea")
            await run.result()
            assert vm.journal(run) == GOLDEN


def test_missing_golden_file_is_written_and_then_held(tmp_path: Path) -> None:
    file = tmp_path / "journals" / "order.txt"
    assert compare_snapshot(GOLDEN, file, is_updating=False) is True
    assert compare_snapshot(GOLDEN, file, is_updating=False) is False
    assert file.read_text() == GOLDEN


def test_difference_is_shown_line_by_line_and_accepted_by_updating(tmp_path: Path) -> None:
    file = tmp_path / "order.txt"
    file.write_text(GOLDEN)
    changed = GOLDEN.replace("+7d", "+8d")
    with pytest.raises(SnapshotDiffers) as caught:
        compare_snapshot(changed, file, is_updating=False)
    rows = str(caught.value).splitlines()
    assert "-   7  +0ms      wait_created     wait_3 until_ms=+7d" in rows
    assert "+   7  +0ms      wait_created     wait_3 until_ms=+8d" in rows
    assert rows[-1] == "to accept it: pytest --update"
    assert compare_snapshot(changed, file, is_updating=True) is True
    assert file.read_text() == changed
