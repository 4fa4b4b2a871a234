"""Which graphs a file declares, and which of them a run without a name means."""

from __future__ import annotations

import pytest

from vm.errors import SeveralWorkflows
from vm.host.programs import find_source

HEAD = """
from vm.graph import clone_workflow, create_step, create_workflow, load_graph

step = create_step(id="a", execute=len)
"""
CHILD = "child = create_workflow('child').then(step).commit()\n"


def test_graph_that_another_one_uses_is_not_the_one_that_is_meant() -> None:
    source = find_source(f"{HEAD}{CHILD}flow = create_workflow('flow').foreach(child).commit()\n", None)
    assert source.workflow_id.endswith("//flow")


def test_graph_that_another_one_uses_is_run_when_it_is_named() -> None:
    source = find_source(f"{HEAD}{CHILD}flow = create_workflow('flow').foreach(child).commit()\n", "child")
    assert source.workflow_id.endswith("//child")


def test_two_graphs_that_do_not_use_each_other_have_to_be_told_apart() -> None:
    with pytest.raises(SeveralWorkflows, match="child"):
        find_source(f"{HEAD}{CHILD}flow = create_workflow('flow').then(step).commit()\n", None)


@pytest.mark.parametrize("made", ["load_graph({}, [step])", "clone_workflow(step, id='flow')"])
def test_loaded_and_cloned_graphs_are_declared_too(made: str) -> None:
    assert find_source(f"{HEAD}flow = {made}\n", None).workflow_id.endswith("//flow")
