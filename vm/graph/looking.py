"""A stored run of a graph, for people: its graph, and where each step stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vm.core.frozen import frozen
from vm.graph.dump import outline_graph
from vm.graph.folding import Follower
from vm.graph.results import make_result
from vm.host.programs import ProgramCache
from vm.host.registry import HostTypes

if TYPE_CHECKING:
    from world.interface import World
    from world.records import RunRecord


@frozen
class GraphView:
    """A run of a graph: what it looks like (`vm.graph.outline_graph`; None before it has begun), and its result.

    `suspensions` are what may be resumed, each with the `token` of its hook.
    """

    outline: dict[str, Any] | None
    result: dict[str, Any]
    suspensions: list[dict[str, Any]]

    def states(self) -> dict[str, str]:
        """Return the status of each step by its path."""
        return {path: row["status"] for path, row in self.result["steps"].items()}


def is_graph_run(world: World, run_id: str) -> bool:
    """Whether a run is one of a graph. Of one that has not begun, it is not known yet."""
    return "graph" in world.get_attributes(run_id)


def look_at_graph(world: World, record: RunRecord) -> GraphView:
    """Replay a run of a graph in this process, and return what it has come to.

    Raises:
        DivergenceError, JournalCorrupt: The journal does not replay.
    """
    program = ProgramCache(world).load(record.bundle, record.workflow)
    follower = Follower(world, record.run_id, program, HostTypes())
    try:
        follower.feed()
        document = follower.record().document()
        graph = follower.graph()
        outline = None if graph is None else outline_graph(graph)
    finally:
        follower.close()
    suspensions = document["suspensions"]
    result = make_result(record.run_id, document, with_state=True)
    return GraphView(outline, json.loads(json.dumps(result, default=str)), suspensions)
