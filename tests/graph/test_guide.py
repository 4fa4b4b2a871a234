"""The guide shows the graphs of the examples as they are."""

from __future__ import annotations

import pytest

from tools.docs import find_blocks
from tools.kills import EXAMPLES

NAMES = sorted(path.stem for path in EXAMPLES.glob("*_graph.py"))


@pytest.mark.parametrize("name", NAMES)
def test_guide_shows_the_example_as_it_is(name: str) -> None:
    page = (EXAMPLES.parent / "guide" / "graphs.md").read_text(encoding="utf-8")
    shown = {block.file: block.text for block in find_blocks(page)}
    code = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8").split('"""\n', 1)[1].lstrip("\n")
    assert shown[f"{name}.py"] == code


def test_each_graph_stands_beside_the_same_as_code() -> None:
    page = (EXAMPLES.parent / "guide" / "graphs.md").read_text(encoding="utf-8")
    shown = [block.file for block in find_blocks(page) if block.file is not None]
    graphs = [name for name in shown if name.endswith("_graph.py")]
    assert len(graphs) == 4
    for name in graphs:
        assert shown[shown.index(name) + 1].endswith("_code.py")
