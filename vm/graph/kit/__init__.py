"""What a workflow file imports from `vm.graph`, inside the sandbox. Outside, `vm.graph` has the same names and more."""

from vm.graph.kit.document import load_graph, when
from vm.graph.kit.durable import run_graph
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
    "graph_step",
    "load_graph",
    "run_graph",
    "when",
]
