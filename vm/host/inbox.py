"""Messages for runs in memory: read when somebody may have sent some."""

from __future__ import annotations

from vm.host.roster import Roster
from vm.host.warm import WarmRun
from world.interface import World
from world.records import MessageRecord


class Inbox:
    """What came for the runs that `owner` holds since one last looked.

    Those that a run's taking over had read already come again: the run knows them.
    """

    def __init__(self, world: World, owner: str) -> None:
        self._world = world
        self._owner = owner
        self._last = 0
        self._has_mail = False

    def look(self) -> None:
        """Something may have come."""
        self._has_mail = True

    def take(self, roster: Roster) -> list[tuple[WarmRun, list[MessageRecord]]]:
        """Return the new messages by run. Those for runs that are just being brought into memory reach them there."""
        if not self._has_mail:
            return []
        self._has_mail = False
        by_run: dict[str, list[MessageRecord]] = {}
        for message in self._world.read_messages(self._owner, after=self._last):
            self._last = message.message_id
            by_run.setdefault(message.run_id, []).append(message)
        return [(run, found) for run_id, found in by_run.items() if (run := roster.find(run_id)) is not None]
