"""Graphs are declared, checked at commit, and frozen."""

from __future__ import annotations

import pytest

from vm.graph import GraphError, clone_step, clone_workflow, create_step, create_workflow, graph_step


def same(ctx: object) -> object:
    return ctx


def step(name: str):
    return create_step(id=name, execute=same)


def test_entries_stand_in_the_order_of_their_declaration() -> None:
    made = create_workflow("w").then(step("a")).parallel([step("b"), step("c")]).map(same).sleep("1s").commit()
    assert [entry.kind for entry in made.entries] == ["step", "parallel", "map", "sleep"]
    assert [entry.id for entry in made.entries] == ["a", "parallel_2", "map_3", "sleep_4"]


def test_commit_refuses_an_id_that_is_there_twice() -> None:
    with pytest.raises(GraphError, match="two entries with the id 'a'"):
        create_workflow("w").then(step("a")).parallel([step("a")]).commit()


def test_commit_refuses_the_reserved_id() -> None:
    with pytest.raises(GraphError, match="reserved"):
        create_workflow("w").then(step("input")).commit()


def test_commit_refuses_a_graph_without_entries() -> None:
    with pytest.raises(GraphError, match="no entries"):
        create_workflow("w").commit()


def test_commit_freezes() -> None:
    made = create_workflow("w").then(step("a")).commit()
    with pytest.raises(GraphError, match="is committed"):
        made.then(step("b"))


def test_a_nested_workflow_has_to_be_committed() -> None:
    with pytest.raises(GraphError, match=r"child in w is not committed"):
        create_workflow("w").then(create_workflow("child").then(step("a"))).commit()


def test_a_clone_has_everything_but_the_id() -> None:
    one = create_step(id="a", execute=same, retries=2, description="first")
    other = clone_step(one, id="b")
    assert (other.id, other.retries, other.description, other.execute) == ("b", 2, "first", same)
    made = create_workflow("w", retry={"attempts": 2}).then(one).commit()
    clone = clone_workflow(made, id="v")
    assert (clone.id, clone.retry, clone.is_committed, clone.entries) == ("v", {"attempts": 2}, True, made.entries)


def test_a_graph_step_takes_its_id_from_its_function() -> None:
    @graph_step(input_schema=dict)
    async def quote(ctx: object) -> object:
        return ctx

    assert (quote.id, quote.input_schema) == ("quote", dict)


def test_an_unknown_option_is_refused_by_name() -> None:
    with pytest.raises(GraphError, match="retires"):
        create_step(id="a", execute=same, retires=2)
