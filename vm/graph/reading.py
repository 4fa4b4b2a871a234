"""What a step on the VM may ask of its own run: the results before it, and the state as it now is."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from vm.graph.context import merge
from vm.graph.folding import Follower
from vm.host.programs import ProgramCache
from vm.host.registry import HostTypes

if TYPE_CHECKING:
    from world.interface import World

MOST: Final = 16  # runs of a world that are followed at a time


class Reading:
    """A run as its own steps see it."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self._version = 0
        self._ahead: dict[str, tuple[int, Any]] = {}  # what was computed here, and may not be in the journal yet

    def read(self, scope: str, id: str | None) -> Any:
        """Return a step's output, or the input of the workflow it stands in. See `Follower.read`."""
        self._follower.feed()
        return self._follower.read(scope, id)

    def change_state(self, changes: list[Any]) -> dict[str, Any]:
        """Apply changes to the state as it is behind all that were computed before; return them with their number.

        All attempts of a run are made in one process, so that what is not recorded yet is known here.
        """
        self._follower.feed()
        state, versions = self._follower.state(), self._follower.versions()
        self._version = max([self._version, *versions.values()]) + 1
        ahead = {name: value for name, (version, value) in self._ahead.items() if version > versions.get(name, 0)}
        made = merge(changes, {**state, **ahead})
        for name, value in made.items():
            self._ahead[name] = (self._version, value)
        return {"state": made, "version": self._version}


class _Readings:
    """The readings of one world, the ones used last."""

    def __init__(self, world: World) -> None:
        self._programs = ProgramCache(world)
        self._types = HostTypes()
        self._known: OrderedDict[str, Reading] = OrderedDict()

    def find(self, world: World, run_id: str) -> Reading:
        found = self._known.pop(run_id, None)
        if found is None:
            record = world.get_run(run_id)
            program = self._programs.load(record.bundle, record.workflow)
            found = Reading(Follower(world, run_id, program, self._types))
        self._known[run_id] = found
        if len(self._known) > MOST:
            _, oldest = self._known.popitem(last=False)
            oldest._follower.close()
        return found


_by_world: Final[WeakKeyDictionary[Any, _Readings]] = WeakKeyDictionary()


def read_run(world: World, run_id: str) -> Reading:
    """Return a run as its steps see it. To be used in the thread of the loop."""
    readings = _by_world.get(world)
    if readings is None:
        readings = _by_world[world] = _Readings(world)
    return readings.find(world, run_id)
