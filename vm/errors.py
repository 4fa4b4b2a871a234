"""Every error of the package, in one tree split by who must act.

`AuthorError`: the workflow's source or its use of the API. `OperatorError`: the machine or the world.
`CallerError`: what was asked of the VM. `InternalError`: our bug. A constructor takes fields; the class
writes the text: what happened, where, the way out. `slug` names the page that `python -m vm explain SLUG`
prints. Errors that a workflow body itself raises or catches stand at the end.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class VMError(Exception):
    """Base of everything this package raises on purpose.

    `where` is a place the reader can open (`order.py:17 in process_order`) or None; `fix` is the way out.
    """

    slug: ClassVar[str] = "vm-error"
    is_retryable: ClassVar[bool] = False

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        return "\n".join(lines)


class AuthorError(VMError):
    """The workflow's source, or how it uses the API, must change."""


class OperatorError(VMError):
    """The machine or the world must be put right; the author's code is innocent."""


class CallerError(VMError):
    """What was asked of the VM cannot be done as asked."""


class InternalError(VMError):
    """A bug of ours."""

    slug = "internal-error"


class IllegalEvent(InternalError):
    """An event that the lifecycle table does not allow where the entity stands."""

    slug = "illegal-event"

    def __init__(self, event_type: str, entity: str, status: str | None) -> None:
        super().__init__(f"{event_type} of {entity} is not allowed: it is {status or 'unknown'}")
        self.event_type = event_type
        self.entity = entity


# ---------------------------------------------------------------- AuthorError


class NotSerializable(AuthorError):
    """A value that does not round-trip through the codec was passed across the boundary.

    `path` says where in the value: `args[0].customer.socket`.
    """

    slug = "value-not-serializable"

    def __init__(self, path: str, kind: str, why: str, *, where: str | None = None) -> None:
        super().__init__(
            f"{path} is a {kind}, which cannot cross the boundary: {why}",
            where=where,
            fix="pass plain data (numbers, text, lists, dicts, dates, dataclasses, enums, pydantic models), "
            "or mark the class with @serializable",
        )
        self.path = path
        self.kind = kind
        self.why = why


class MalformedValue(AuthorError):
    """Stored bytes are not a value that this codec wrote."""

    slug = "value-malformed"

    def __init__(self, why: str) -> None:
        super().__init__(f"these bytes are not an encoded value: {why}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing the policy has to say about source. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    code: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message} ({self.code})\n    fix: {self.fix}"


class SourceRefused(AuthorError):
    """The sandbox's policy refused the source. Every finding carries file, line, column and fix."""

    slug = "source-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        count = "1 place" if len(findings) == 1 else f"{len(findings)} places"
        text = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(f"the workflow source is refused in {count}:\n{text}")
        self.findings = tuple(findings)
        self.where = f"{first.file}:{first.line}"

    def __str__(self) -> str:
        return self.what


class NotAvailable(AuthorError):
    """A running body touched something that exists only outside the sandbox."""

    slug = "not-available-in-workflow"

    def __init__(self, name: str, *, fix: str | None = None) -> None:
        super().__init__(
            f"{name} is not available in workflow code",
            fix=fix or f'use {name} inside a step: a function whose first statement is "use step"',
        )
        self.name = name


class AccessRefused(AuthorError, TypeError):
    """A running body reached for something whose danger shows only at run time."""

    slug = "access-refused"

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(what, fix=fix)


class UnknownStep(AuthorError):
    """`use_step` was given a name that no registered step has, or several have."""

    slug = "unknown-step"

    def __init__(self, name: str, candidates: Sequence[str], *, ambiguous: bool = False) -> None:
        listed = ", ".join(candidates) if candidates else "none"
        what = f"{name!r} names several steps" if ambiguous else f"no step is called {name!r}"
        super().__init__(
            what,
            fix=f"use one of: {listed}" if candidates else 'write a function whose first statement is "use step"',
        )
        self.name = name
        self.candidates = tuple(candidates)


class StepsNotImportable(AuthorError):
    """A workflow's file cannot be imported as an ordinary module, which its steps need."""

    slug = "steps-not-importable"

    def __init__(self, file: str, error: BaseException) -> None:
        line = None
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.endswith(file):
                line = trace.tb_lineno
            trace = trace.tb_next
        what, fix = (error.what, error.fix) if isinstance(error, VMError) else (error, None)
        super().__init__(
            f"{file} cannot be imported for its steps: {type(error).__name__}: {what}",
            where=f"{file}:{line}" if line is not None else file,
            fix=fix or "make `python FILE` work first: install what it imports, mend what it does at import",
        )
        self.file = file


class OutsideWorkflow(AuthorError):
    """Something that only makes sense inside a running workflow body was called outside one."""

    slug = "outside-workflow"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}() was called outside a workflow body",
            fix='call it in a "use workflow" function and start that with vm.start(...) or `python -m vm run FILE`',
        )


class WorkflowCalledDirectly(AuthorError):
    """A workflow function was called like an ordinary one, outside the sandbox."""

    slug = "workflow-called-directly"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a workflow: called directly it would be neither durable nor deterministic",
            fix=f"start it: `await vm.start({name}, ...)`, or `python -m vm run FILE --workflow {name}`",
        )


class OutsideStep(AuthorError):
    """`get_step_metadata()` was called where no step is running."""

    slug = "outside-step"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}() was called outside a step that the VM runs",
            fix="call it inside a step; in a unit test that calls the step plainly, pass the key as an argument",
        )


class BadDuration(AuthorError, ValueError):
    """A duration that cannot be read."""

    slug = "bad-duration"

    def __init__(self, value: object) -> None:
        super().__init__(
            f"{value!r} is not a duration",
            fix='write "30s", "10m", "1h30m", "7d", a number of seconds, a timedelta or a datetime',
        )


class BadOption(AuthorError, ValueError):
    """An option that is unknown, or whose value is not of its kind."""

    slug = "bad-option"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the option {name!r} cannot be used: {why}", fix="see `python -m vm explain bad-option`")
        self.name = name


class Deadlock(AuthorError):
    """Every task of the body waits for something that only the body itself could bring."""

    slug = "deadlock"

    def __init__(self, *, where: str | None = None) -> None:
        super().__init__(
            "the workflow waits for ever: no step, sleep or hook is open that could wake it",
            where=where,
            fix="something awaits a future, event, lock or queue that no other task will set",
        )


class FuelExhausted(AuthorError):
    """A body did too much between two awaits. It cannot be caught: the run is over.

    `units` are loop turns, calls of functions and items gone through in library calls.
    """

    slug = "fuel-exhausted"

    def __init__(self, units: int, *, where: str | None = None) -> None:
        super().__init__(
            f"the workflow did more than {units:,} units of work between two awaits",
            where=where,
            fix="end the loop, await something in it, or do the work in a step",
        )
        self.units = units


class LimitExceeded(AuthorError):
    """A value, a text or a chain of calls would have been larger than a body may hold. Nothing was made.

    `limit` is what is limited, `most` how much of it there may be.
    """

    slug = "limit-exceeded"

    def __init__(self, limit: str, most: int, *, fix: str | None = None, where: str | None = None) -> None:
        super().__init__(
            f"too much for a workflow: at most {most:,} {limit}",
            where=where,
            fix=fix or "do this in a step, which has no limit, and return what the workflow needs of it",
        )
        self.limit = limit
        self.most = most


class WrongArguments(AuthorError, TypeError):
    """The arguments given at start do not fit the workflow's signature."""

    slug = "wrong-arguments"

    def __init__(self, workflow: str, signature: str, why: str) -> None:
        super().__init__(
            f"{workflow}{signature} cannot be called so: {why}",
            fix="pass arguments that fit the signature: --args '[...]', --kwargs '{...}', --arg name=JSON",
        )


class DivergenceError(AuthorError):
    """The journal and the body disagree. The body never sees this error.

    `position` is the journal position; `recorded` and `asked` are the two commands as text (None where
    one side has nothing).
    """

    slug = "replay-diverged"

    def __init__(
        self, run_id: str, position: int, recorded: str | None, asked: str | None, *, where: str | None = None
    ) -> None:
        if recorded is None:
            what = f"the journal ends there, the body asked for {asked}"
        elif asked is None:
            what = f"the journal holds {recorded}, the body did not ask for it"
        else:
            what = f"the journal holds {recorded}, the body asked for {asked}"
        super().__init__(
            f"replay diverged at event {position} of run {run_id}: {what}",
            where=where,
            fix="a body must ask for the same things in the same order. Restore the call, or start a new run "
            "on the new code (python -m vm explain replay-diverged)",
        )
        self.run_id = run_id
        self.position = position
        self.recorded = recorded
        self.asked = asked


# -------------------------------------------------------------- OperatorError


class WorldUnwritable(OperatorError):
    slug = "world-unwritable"

    def __init__(self, location: str, why: str) -> None:
        super().__init__(
            f"the world at {location} cannot be written: {why}",
            fix="check the folder's permissions and free space, or choose another place with --world sqlite:PATH",
        )


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


# ---------------------------------------------------------------- CallerError


class SourceNotFound(CallerError):
    slug = "source-not-found"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} cannot be read: {why}", fix="give the path of a Python file with a workflow in it")


class WorkflowNotFound(CallerError):
    slug = "workflow-not-found"

    def __init__(self, path: str, name: str | None, candidates: Sequence[str]) -> None:
        what = f"{path} has no workflow" if name is None else f"{path} has no workflow called {name!r}"
        if candidates:
            fix = f"it has: {', '.join(candidates)}"
        else:
            fix = 'make one: an `async def` whose first statement is "use workflow"'
        super().__init__(what, fix=fix)


class SeveralWorkflows(CallerError):
    slug = "several-workflows"

    def __init__(self, path: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{path} has several workflows: {', '.join(candidates)}", fix="say which: --workflow NAME")


class BadInput(CallerError):
    """Malformed JSON, a bad run id, a bad world URL: anything a caller typed that cannot be read."""

    slug = "bad-input"


class RunNotFound(CallerError):
    slug = "run-not-found"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"there is no run {run_id} in this world",
            fix="`python -m vm inspect runs` lists them; --world URL chooses another world",
        )


class RunExists(CallerError):
    slug = "run-exists"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"there is a run {run_id} already, with another workflow, input or seed",
            fix="choose another --run-id, or leave it out",
        )


class RunLeased(CallerError):
    slug = "run-leased"
    is_retryable = True

    def __init__(self, run_id: str, owner: str, for_ms: int) -> None:
        super().__init__(
            f"run {run_id} is being advanced by {owner} (its lease ends in {max(for_ms, 0) / 1000:.1f} s)",
            fix="wait for it, or stop that process and try again",
        )


class RunEnded(CallerError):
    slug = "run-ended"

    def __init__(self, run_id: str, status: str) -> None:
        super().__init__(
            f"run {run_id} is over: it is {status}",
            fix="a run that has ended stays as it is; start a new one with `python -m vm rerun`",
        )
        self.run_id = run_id
        self.status = status


class RunFailed(CallerError):
    """`await run.result()` of a run that failed. `error` is the decoded failure, also as `__cause__`."""

    slug = "run-failed"

    def __init__(self, run_id: str, error: BaseException) -> None:
        super().__init__(f"run {run_id} failed: {type(error).__name__}: {error}")
        self.run_id = run_id
        self.error = error


class RunUnfinished(CallerError):
    """The VM stopped before the run ended. The run is parked and goes on where it is resumed."""

    slug = "run-unfinished"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"run {run_id} has not ended yet",
            fix=f"drive it on with `python -m vm resume {run_id}`",
        )


# --------------------------------------------- raised or caught by a workflow body


class FatalError(Exception):
    """Raise in a step to fail it at once, without another attempt."""


class RetryableError(Exception):
    """Raise in a step to ask for another attempt, at a time of your choosing.

    `retry_after` is a duration ("5m", seconds, timedelta) or a datetime. It moves the time of the next
    attempt; it does not add to the number of attempts.
    """

    def __init__(
        self, *args: Any, retry_after: str | float | datetime.timedelta | datetime.datetime | None = None
    ) -> None:
        super().__init__(*args)
        self.retry_after = retry_after


class StepFailed(Exception):
    """Raised in the body at the `await` of a step that has failed for good.

    `__cause__` is the step's own error, rebuilt. `step` is the step id, `correlation_id` the call's id in
    this run, `attempts` how many attempts were made.
    """

    def __init__(self, message: str, *, step: str = "", correlation_id: str = "", attempts: int = 0) -> None:
        super().__init__(message)
        self.step = step
        self.correlation_id = correlation_id
        self.attempts = attempts


class StepTimeout(Exception):
    """The cause of a failed attempt that took longer than its `timeout`."""


class AttemptLost(Exception):
    """The cause of an attempt whose worker died while it ran."""


class RemoteError(Exception):
    """Stands in for a step's exception whose type is not known on this side.

    `type_name` says what it was, `message` how it words itself when its class has words of its own,
    `exceptions` what it held when it was a group. Its other attributes are attributes here.
    """

    __slots__ = ("exceptions", "message", "type_name")  # apart from the attributes of what it stands for

    def __init__(
        self,
        *args: Any,
        type_name: str = "",
        message: str | None = None,
        exceptions: tuple[BaseException, ...] | None = None,
    ) -> None:
        super().__init__(*args)
        self.type_name = type_name
        self.message = message
        self.exceptions = exceptions

    def __str__(self) -> str:
        return super().__str__() if self.message is None else self.message
