"""How runs leave memory: over, lost, parked, put off or evicted."""

from __future__ import annotations

from functools import partial
from typing import Final

from vm.host.attempts import Attempts
from vm.host.budget import Budget
from vm.host.clock import wall_ms
from vm.host.commits import Commits
from vm.host.leases import Leases
from vm.host.parking import explain_parking
from vm.host.roster import Roster
from vm.host.warm import WarmRun

FIRST_PAUSE_MS: Final = 500  # before a run that could not be advanced is tried again; doubled each time
LONGEST_PAUSE_MS: Final = 60_000


def pause_ms(deliveries: int) -> int:
    """Return for how long to leave a run alone that was taken up in vain so often."""
    return min(FIRST_PAUSE_MS << min(deliveries, 20), LONGEST_PAUSE_MS)


class Exits:
    """Takes runs out of a roster, with all that hangs on them.

    `is_retrying` says whether runs that could not be advanced come back here by themselves.
    """

    def __init__(
        self,
        roster: Roster,
        budget: Budget,
        attempts: Attempts,
        commits: Commits,
        leases: Leases,
        max_deliveries: int,
    ) -> None:
        self.is_retrying = False
        self._roster = roster
        self._budget = budget
        self._attempts = attempts
        self._commits = commits
        self._leases = leases
        self._max_deliveries = max_deliveries

    def leave(self, run: WarmRun) -> None:
        """This process is done with a run. Attempts nobody waits for any more are cancelled."""
        if self._roster.remove(run):
            self._budget.unpark(run)
            self._attempts.drop(run)
            run.replay.close()
            run.ended.set()

    def lose(self, run: WarmRun) -> None:
        """Another worker has the run."""
        run.is_lost = True
        self.leave(run)

    def part(self, run: WarmRun) -> None:
        """Park a run: its body leaves memory, its lease is given up, its journal stays."""
        self._commits.part(run.part(wall_ms()))
        self.leave(run)

    def put_off(self, run: WarmRun, error: Exception) -> None:
        """Park a run that could not be advanced. Here it is tried again later, and buried when that does not help."""
        failure = explain_parking(run.run_id, error)
        if not self.is_retrying:
            self.part(run)
        elif run.deliveries < self._max_deliveries:
            self._leases.put_off(run.lease, wall_ms() + pause_ms(run.deliveries))
        else:
            self._leases.bury(run.lease, failure.what)
        self.leave(run)
        self._commits.then(partial(self._roster.fail, run.run_id, failure))  # who hears of it finds it done

    def park_all(self) -> None:
        """Park every run, in one commit."""
        runs = list(self._roster)
        try:
            self._commits.write_last(runs)
        finally:
            for run in runs:
                self.leave(run)
