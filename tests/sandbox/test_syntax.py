"""Each opened form of syntax, a file in `tests/idioms`, does in the sandbox what it does in plain Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.running import parses_here, run_plain, run_sandboxed

FOLDER = Path(__file__).resolve().parents[1] / "idioms"
LOOPED = ("asyncio_", "trio_")
"""What the names of idioms begin with that `test_orchestrations` runs."""
IDIOMS = sorted(path for path in FOLDER.glob("*.py") if not path.stem.startswith(LOOPED))


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda path: path.stem)
def test_idiom_does_what_it_does_in_plain_python(idiom: Path) -> None:
    source = idiom.read_text(encoding="utf-8")
    if not parses_here(source):
        pytest.skip("this Python does not have the syntax")
    assert run_sandboxed(source) == run_plain(source)
