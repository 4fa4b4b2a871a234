"""Runs whose processes were ended, and where: nobody starts one again and again at a place that it does not survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vm.errors import BodyKilled

if TYPE_CHECKING:
    from vm.host.isolation.remote import RemoteReplay

MOST_KILLS: Final = 3
_NOWHERE: Final = (-1, 0)


class Kills:
    """Counts, by run, how often its process was ended at the place that it has reached."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int]] = {}

    def note(self, run: RemoteReplay) -> None:
        """Its process was ended when it was told what comes next."""
        place, count = self._counts.get(run.run_id, _NOWHERE)
        self._counts[run.run_id] = (run.place, count + 1 if place == run.place else 1)

    def forget(self, run: RemoteReplay) -> None:
        """It has survived the place."""
        if self._counts.get(run.run_id, _NOWHERE)[0] == run.place:
            del self._counts[run.run_id]

    def check(self, run: RemoteReplay) -> None:
        """Raise `BodyKilled` when it is not to be tried any more by this program."""
        place, count = self._counts.get(run.run_id, _NOWHERE)
        if place == run.place and count >= MOST_KILLS:
            raise BodyKilled(
                run.run_id, "again", f"{count} processes did not survive the same place; it is left parked"
            )
