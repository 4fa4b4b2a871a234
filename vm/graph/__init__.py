"""Graphs of schema-checked steps: `create_workflow(...).then(...).parallel([...]).commit()`. See DESIGN.md."""

from __future__ import annotations

from vm.graph.dump import dump_graph, outline_graph
from vm.graph.kit.document import load_graph, when
from vm.graph.kit.nodes import GraphError, Node, Step, clone_step, create_step, graph_step
from vm.graph.kit.workflow import Workflow, clone_workflow, create_workflow

__all__ = [
    "GraphError",
    "Node",
    "Step",
    "Workflow",
    "clone_step",
    "clone_workflow",
    "create_step",
    "create_workflow",
    "dump_graph",
    "graph_step",
    "load_graph",
    "outline_graph",
    "when",
]
