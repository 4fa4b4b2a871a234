"""Graphs as trees and as Mermaid."""

from __future__ import annotations

from typing import Any

from vm.face.cli.graphs import tree_lines
from vm.face.cli.text import plain_text
from vm.graph import clone_step, create_step, create_workflow, outline_graph, when
from vm.graph.pictures import draw_graph, mermaid_of


def is_dear(ctx: Any) -> bool:
    return bool(ctx.input_data > 500)


def trip() -> Any:
    quote = create_step(id="quote", execute=lambda ctx: None)
    child = create_workflow(id="child").then(clone_step(quote, id="pay")).sleep("1h").commit()
    return (
        create_workflow(id="trip")
        .then(quote)
        .branch([(is_dear, clone_step(quote, id="ask")), (when({"lte": [{"path": "input"}, {"literal": 500}]}), child)])
        .foreach(clone_step(quote, id="book"), concurrency=3)
        .dountil(clone_step(quote, id="poll"), is_dear)
        .map({"a": {"value": 1}, "b": {"step": "poll"}})
        .commit()
    )


def tree(states: dict[str, str] | None = None, **more: Any) -> str:
    return plain_text(tree_lines(draw_graph(outline_graph(trip())), states, **more))


def test_tree_shows_entries_arms_and_nested_graphs() -> None:
    line = is_dear.__code__.co_firstlineno
    assert (
        tree()
        == f"""\
trip
├─ quote
├─ branch_2
│  ├─ ask  if is_dear (line {line})
│  └─ child  if input <= 500
│     ├─ pay
│     └─ sleep_2  for 1h
├─ book  for each item, 3 at a time
├─ poll  until is_dear (line {line})
└─ map_5  a, b
"""
    )


def test_tree_shows_the_state_of_each_step_by_its_path() -> None:
    rows = tree({"quote": "success", "child.pay": "failed", "ask": "suspended"}).split("\n")
    assert rows[1] == "├─ ✓ quote  success"
    assert "✗ pay  failed" in rows[5]
    assert rows[3].endswith("suspended")
    assert rows[7] == "├─   book  for each item, 3 at a time"


def test_tree_shows_more_of_a_step_where_there_is_more_to_say() -> None:
    rows = tree({"ask": "suspended"}, notes={"ask": "waits for an answer"}).split("\n")
    assert rows[3].endswith("suspended  waits for an answer")


def test_outline_tells_functions_by_name_and_line() -> None:
    arms = outline_graph(trip())["entries"][1]["arms"]
    assert arms[0]["when"] == {"function": "is_dear", "line": is_dear.__code__.co_firstlineno}


def test_mermaid_has_a_node_for_each_step_and_an_arrow_for_each_way() -> None:
    chart = mermaid_of(draw_graph(outline_graph(trip())))
    assert chart.startswith("flowchart TD\n")
    for name in ("quote", "ask", "pay", "book", "poll", "map_5"):
        assert f'"{name}' in chart
    assert '-->|"if input <= 500"|' in chart
    assert chart.count("subgraph") == chart.count("\n    end\n") == 1


def test_mermaid_paints_steps_by_their_state() -> None:
    chart = mermaid_of(draw_graph(outline_graph(trip())), {"quote": "success", "book": "failed"})
    assert "    class n1 success\n" in chart
    assert "classDef failed" in chart


def test_mermaid_quotes_what_would_break_it() -> None:
    step = create_step(id='say "hi" & go', execute=lambda ctx: None)
    chart = mermaid_of(draw_graph(outline_graph(create_workflow(id="flow").then(step).commit())))
    assert '["say #quot;hi#quot; #amp; go"]' in chart
