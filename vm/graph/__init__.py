"""Graphs of schema-checked steps: `create_workflow(...).then(...).parallel([...]).commit()`. See DESIGN.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vm.errors import GraphRefused, ResumeAlreadyClaimed
from vm.graph.context import RequestContext, StepContext
from vm.graph.dump import dump_graph, outline_graph
from vm.graph.kit.context import GraphContext
from vm.graph.kit.document import load_graph, when
from vm.graph.kit.engine import ExecutionEngine
from vm.graph.kit.nodes import GraphError, Node, Step, clone_step
from vm.graph.kit.workflow import Workflow, clone_workflow
from vm.graph.registry import get_step, get_workflow, register, run_step
from vm.graph.schemas import SchemaMismatch

from vm.graph import binding as binding  # isort: skip - graphs made from here on have runs

if TYPE_CHECKING:
    from vm.graph.durable import DurableRun as DurableRun
    from vm.graph.durable import VMEngine as VMEngine
    from vm.graph.local import LocalEngine as LocalEngine
    from vm.graph.results import RunResult as RunResult
    from vm.graph.results import StepResult as StepResult
    from vm.graph.runs import GraphRun as GraphRun
    from vm.graph.signatures import create_step, create_workflow, graph_step
else:
    from vm.graph.kit.nodes import create_step, graph_step
    from vm.graph.kit.workflow import create_workflow

_LAZY = {
    "DurableRun": "vm.graph.durable",
    "VMEngine": "vm.graph.durable",
    "LocalEngine": "vm.graph.local",
    "RunResult": "vm.graph.results",
    "StepResult": "vm.graph.results",
    "GraphRun": "vm.graph.runs",
}  # loaded when first used: a workflow file must not pay for them


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'vm.graph' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


__all__ = [
    "DurableRun",
    "ExecutionEngine",
    "GraphContext",
    "GraphError",
    "GraphRefused",
    "GraphRun",
    "LocalEngine",
    "Node",
    "RequestContext",
    "ResumeAlreadyClaimed",
    "RunResult",
    "SchemaMismatch",
    "Step",
    "StepContext",
    "StepResult",
    "VMEngine",
    "Workflow",
    "clone_step",
    "clone_workflow",
    "create_step",
    "create_workflow",
    "dump_graph",
    "get_step",
    "get_workflow",
    "graph_step",
    "load_graph",
    "outline_graph",
    "register",
    "run_step",
    "when",
]
