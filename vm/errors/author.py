"""What the author of a workflow must mend: its source, or how it uses the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from vm.errors.base import AuthorError, VMError


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


Severity = Literal["refusal", "warning", "note"]


class Finding(NamedTuple):
    """One thing to say about source. `code` is the id of a rule; lines and columns count from 1, in characters.

    A refusal keeps a file from running, a warning is most likely a mistake, a note is something to know.
    `end_line` and `end_column` (behind the last character) are 0 where nobody said how far it reaches.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    fix: str
    severity: Severity = "refusal"
    end_line: int = 0
    end_column: int = 0

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
