"""Graphs as JSON: predicates, dump and load, and running what was loaded."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from vm.graph import GraphError, clone_step, create_step, create_workflow, dump_graph, load_graph, when


def context(**given: Any) -> Any:
    results = given.pop("steps", {})
    made = {"input_data": None, "state": {}, "request_context": {}, "iteration_count": 0, **given}
    return SimpleNamespace(**made, get_init_data=lambda: given.get("init"), get_step_result=results.get)


N: Any = {"path": "input.n"}


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ({"eq": [N, {"literal": 5}]}, True),
        ({"eq": [N, {"literal": 6}]}, False),
        ({"ne": [N, {"literal": 6}]}, True),
        ({"lt": [N, {"literal": 6}]}, True),
        ({"lt": [N, {"literal": 5}]}, False),
        ({"lte": [N, {"literal": 5}]}, True),
        ({"gt": [N, {"literal": 4}]}, True),
        ({"gt": [N, {"literal": 5}]}, False),
        ({"gte": [N, {"literal": 5}]}, True),
        ({"in": [N, {"literal": [4, 5]}]}, True),
        ({"not_in": [N, {"literal": [4, 5]}]}, False),
        ({"exists": N}, True),
        ({"exists": {"path": "input.absent"}}, False),
        ({"truthy": N}, True),
        ({"truthy": {"path": "input.absent"}}, False),
        ({"not": {"truthy": N}}, False),
        ({"and": [{"exists": N}, {"gt": [N, {"literal": 1}]}]}, True),
        ({"and": [{"exists": N}, {"gt": [N, {"literal": 9}]}]}, False),
        ({"or": [{"gt": [N, {"literal": 9}]}, {"exists": N}]}, True),
        ({"or": [{"gt": [N, {"literal": 9}]}]}, False),
    ],
)
def test_predicate_decides(predicate: dict[str, Any], expected: bool) -> None:
    assert when(predicate)(context(input_data={"n": 5})) is expected


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("input.rows.1.n", 2),
        ("init.who", "ada"),
        ("state.k", "v"),
        ("request.tenant", "acme"),
        ("steps.quote.price", 500),
        ("iteration_count", 3),
    ],
)
def test_path_leads_into_each_of_its_roots(path: str, found: object) -> None:
    ctx = context(
        input_data={"rows": [{"n": 1}, {"n": 2}]},
        init={"who": "ada"},
        state={"k": "v"},
        request_context={"tenant": "acme"},
        steps={"quote": {"price": 500}},
        iteration_count=3,
    )
    assert when({"eq": [{"path": path}, {"literal": found}]})(ctx)


def test_path_that_is_there_and_null_exists() -> None:
    assert when({"exists": {"path": "input.n"}})(context(input_data={"n": None}))


@pytest.mark.parametrize(
    ("predicate", "told"),
    [
        ({"equals": [N, N]}, "equals"),
        ({"eq": [N]}, "condition.eq"),
        ({"eq": [N, 5]}, r"condition.eq\[1\]"),
        ({"and": []}, "condition.and"),
        ({"and": [{"eq": [N, {"path": "elsewhere.n"}]}]}, r"condition.and\[0\].eq\[1\].*elsewhere"),
        ({"eq": [N, N], "ne": [N, N]}, "one operator"),
        ("input.n > 5", "one operator"),
    ],
)
def test_what_is_no_predicate_is_refused_with_its_place(predicate: Any, told: str) -> None:
    with pytest.raises(GraphError, match=told):
        when(predicate)


def double(ctx: Any) -> Any:
    return ctx.input_data * 2


def everything() -> Any:
    step = create_step(id="a", execute=double, input_schema=int, retries=2)
    child = (
        create_workflow(id="child")
        .then(step)
        .dountil(clone_step(step, id="b"), when({"gte": [{"path": "input"}, {"literal": 100}]}))
        .commit()
    )
    return (
        create_workflow(id="flow", retry={"attempts": 1, "delay": "1s"}, description="all of it")
        .then(step)
        .branch([(when({"gt": [{"path": "input"}, {"literal": 5}]}), clone_step(step, id="c"))])
        .map({"x": {"step": step}, "y": {"value": 1}})
        .sleep("1h")
        .parallel([child, clone_step(step, id="d")])
        .foreach(clone_step(step, id="e"), concurrency=3)
        .dowhile(clone_step(step, id="f"), when({"not": {"truthy": {"path": "state.done"}}}))
        .wait_for_event("paid")
        .commit()
    )


def test_document_is_json() -> None:
    document = dump_graph(everything())
    assert json.loads(json.dumps(document)) == document


def test_loaded_graph_is_written_as_what_it_was_loaded_from() -> None:
    document = dump_graph(everything())
    again = load_graph(document, dict.fromkeys("abcdef", double))
    assert dump_graph(again) == document


def test_types_are_written_as_json_schema() -> None:
    entry = dump_graph(everything())["entries"][0]
    assert entry["step"]["input_schema"] == {"type": "integer"}


def test_options_of_steps_and_workflows_are_kept() -> None:
    document = dump_graph(everything())
    assert document["retry"] == {"attempts": 1, "delay": "1s"}
    assert document["entries"][0]["step"]["retries"] == 2


@pytest.mark.parametrize(
    "graph",
    [
        lambda step: create_workflow(id="flow").branch([(lambda ctx: True, step)]),
        lambda step: create_workflow(id="flow").map(lambda ctx: 1),
        lambda step: create_workflow(id="flow").dountil(step, lambda ctx: True),
        lambda step: create_workflow(id="flow").sleep(lambda ctx: 1),
    ],
)
def test_function_that_is_no_data_is_refused_with_the_way_out(graph: Any) -> None:
    made = graph(create_step(id="a", execute=double)).commit()
    with pytest.raises(GraphError, match="when"):
        dump_graph(made)


def test_uncommitted_graph_is_not_written() -> None:
    with pytest.raises(GraphError, match="commit"):
        dump_graph(create_workflow(id="flow").then(create_step(id="a", execute=double)))


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"entries": []}, "'id'"),
        ({"id": "flow"}, "'entries'"),
        ({"id": "flow", "entries": []}, "no entries"),
        ({"id": "flow", "entries": [{"kind": "jump"}]}, "jump"),
        ({"id": "flow", "entries": [{"kind": "step"}]}, "flow, entry 1.*'step'"),
        ({"id": "flow", "entries": [{"kind": "step", "step": {"id": "nobody"}}]}, "nobody"),
        ({"id": "flow", "entries": [{"kind": "map", "mapping": 5}]}, "flow, entry 1"),
        ({"format": 99, "id": "flow", "entries": []}, "99"),
    ],
)
def test_what_is_no_graph_is_refused_with_its_place(document: Any, told: str) -> None:
    with pytest.raises(GraphError, match=told):
        load_graph(document, {"a": double})
