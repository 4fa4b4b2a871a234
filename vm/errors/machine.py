"""What the operator must put right: the machine or the world. The author's code is innocent."""

from __future__ import annotations

from vm.errors.base import OperatorError


class WorldUnwritable(OperatorError):
    slug = "world-unwritable"

    def __init__(self, location: str, why: str) -> None:
        super().__init__(
            f"the world at {location} cannot be written: {why}",
            fix="check the folder's permissions and free space, or choose another place with --world sqlite:PATH",
        )


class WorldFull(WorldUnwritable):
    """The disk has no room left. That may pass: whoever can wait tries again."""

    slug = "world-full"
    is_retryable = True


class NotAWorld(OperatorError):
    slug = "not-a-world"

    def __init__(self, location: str, why: str) -> None:
        super().__init__(
            f"{location} is not a world: {why}",
            fix="point --world at a database that this program made, or at a path that does not exist yet",
        )


class WorldDamaged(OperatorError):
    slug = "world-damaged"

    def __init__(self, location: str, why: str) -> None:
        super().__init__(
            f"the world at {location} is damaged: {why}",
            fix="nothing was written to it. Restore the last backup, or save what is readable with "
            "`sqlite3 FILE .recover`",
        )


class WorldTooNew(OperatorError):
    slug = "world-too-new"

    def __init__(self, location: str, found: int, known: int) -> None:
        super().__init__(
            f"the world at {location} has schema {found}; this version knows up to {known}",
            fix="upgrade workflow-vm, or use another world. Nothing was changed",
        )


class WorldBusy(OperatorError):
    slug = "world-busy"
    is_retryable = True

    def __init__(self, location: str, waited_ms: int) -> None:
        super().__init__(
            f"the world at {location} was locked by another program for {waited_ms} ms",
            fix="close whatever holds a long write transaction on it and try again; nothing was lost",
        )


class WorldForked(OperatorError):
    """The process was forked after the world was opened, and the child asked something of it."""

    slug = "world-forked"

    def __init__(self, location: str) -> None:
        super().__init__(
            f"the world at {location} was opened before this process was forked, and belongs to its parent",
            fix="open the world in the child itself, or start the child with the multiprocessing method `spawn`",
        )


class JournalCorrupt(OperatorError):
    """A stored event does not hash to what the chain says, or is not an event."""

    slug = "journal-corrupt"

    def __init__(self, run_id: str, position: int, why: str) -> None:
        super().__init__(
            f"event {position} of run {run_id} is damaged: {why}",
            fix="the run is left untouched. Restore the world from a backup, or start the run again with "
            "`python -m vm run`",
        )
        self.run_id = run_id
        self.position = position


class ExportDamaged(OperatorError):
    """A file that holds an exported run was changed, or is not whole. Nothing of it was stored."""

    slug = "export-damaged"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} is damaged: {why}",
            fix="export the run again where it ran: `python -m vm export RUN`. Nothing of this file was stored",
        )


class ServerUnreachable(OperatorError):
    """A server that `vm.client` speaks to was away for longer than its patience."""

    slug = "server-unreachable"
    is_retryable = True

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"the server at {url} cannot be reached: {why}",
            fix="start it (`python -m vm serve FILE...`), or give `connect` more `patience_s`",
        )
        self.url = url


class Fenced(OperatorError):
    """This worker's lease on the run is gone: somebody else advances it now. Nothing was written."""

    slug = "lease-lost"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"the lease on run {run_id} was lost to another worker",
            fix="nothing to do: the other worker goes on with the run",
        )
        self.run_id = run_id


class JournalTooNew(OperatorError):
    slug = "journal-too-new"

    def __init__(self, run_id: str, found: int, known: int) -> None:
        super().__init__(
            f"run {run_id} was written in journal version {found}; this version reads up to {known}",
            fix="upgrade workflow-vm",
        )
        self.run_id = run_id


class OutOfMemory(OperatorError):
    """The machine had no more memory for a body. That says something of the machine, and nothing of the run."""

    slug = "out-of-memory"

    def __init__(self, run_id: str, *, where: str | None = None) -> None:
        super().__init__(
            f"there was no memory left for run {run_id}",
            where=where,
            fix=f"nothing was recorded of it. Free some, or let the process have more, and drive it on with "
            f"`python -m vm resume {run_id}`",
        )
        self.run_id = run_id


class BodyTooHeavy(OperatorError):
    """A body took more of this machine, between two awaits, than its fuel shows. Nothing of it was recorded."""

    slug = "body-too-heavy"

    def __init__(self, run_id: str, what: str, *, where: str | None = None) -> None:
        super().__init__(
            f"the body of run {run_id} was too much for this machine: {what}",
            where=where,
            fix="nothing was recorded. Do that work in a step, or keep less at a time "
            "(python -m vm explain body-too-heavy)",
        )
        self.run_id = run_id


class BodyKilled(OperatorError):
    """The process of an isolated body is gone. Nothing of what it was about to say was recorded.

    `limit` names what it met: `memory`, `cpu`, `time`, `system-call`, `crash`, `exit`, `words` (it sent what is no
    frame), `fault` (ours), `outside` (somebody ended it), `again` (it was ended here too often).
    """

    slug = "body-killed"

    def __init__(self, run_id: str, limit: str, what: str) -> None:
        super().__init__(
            f"the process of run {run_id} was ended: {what}",
            fix=f"nothing was recorded, nothing is lost: `python -m vm resume {run_id} --isolate` tries again, "
            "with more of what it ran out of (python -m vm explain body-killed)",
        )
        self.run_id = run_id
        self.limit = limit


class IsolationUnavailable(OperatorError):
    """Bodies cannot be put behind a process wall here."""

    slug = "isolation-unavailable"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"bodies cannot be isolated here: {why}",
            fix="leave --isolate out, or run this on a system that has what it needs",
        )


class RunBuried(OperatorError):
    """Workers leave the run alone: it could not be taken up, or was again and again in vain."""

    slug = "run-buried"

    def __init__(self, run_id: str, reason: str) -> None:
        super().__init__(
            f"run {run_id} is put aside: {reason}",
            fix=f"it lost nothing. Mend that, then `python -m vm resume {run_id}`",
        )
        self.run_id = run_id
