"""Every error of the package, in one tree split by who must act.

`AuthorError`: the workflow's source or its use of the API. `OperatorError`: the machine or the world.
`CallerError`: what was asked of the VM. `InternalError`: our bug. A constructor takes fields; the class
writes the text: what happened, where, the way out. `slug` names the page that `python -m vm explain SLUG`
prints. Errors that a workflow body itself raises or catches are in `body`.
"""

from __future__ import annotations

from vm.errors.author import (
    AccessRefused,
    BadDuration,
    BadOption,
    Deadlock,
    DivergenceError,
    Finding,
    FuelExhausted,
    LimitExceeded,
    MalformedValue,
    NotAvailable,
    NotSerializable,
    OutsideStep,
    OutsideWorkflow,
    SourceRefused,
    StepsNotImportable,
    UnknownStep,
    WorkflowCalledDirectly,
    WrongArguments,
)
from vm.errors.base import AuthorError, CallerError, IllegalEvent, InternalError, OperatorError, VMError
from vm.errors.body import (
    AttemptLost,
    ChildCancelled,
    ChildFailed,
    FatalError,
    HookConflict,
    HookDisposed,
    RemoteError,
    RetryableError,
    StepFailed,
    StepTimeout,
)
from vm.errors.caller import (
    BadInput,
    RunEnded,
    RunExists,
    RunFailed,
    RunLeased,
    RunNotFound,
    RunUnfinished,
    SeveralWorkflows,
    SourceNotFound,
    WorkflowNotFound,
)
from vm.errors.machine import (
    Fenced,
    JournalCorrupt,
    JournalTooNew,
    NotAWorld,
    WorldBusy,
    WorldDamaged,
    WorldForked,
    WorldFull,
    WorldTooNew,
    WorldUnwritable,
)

__all__ = [
    "AccessRefused",
    "AttemptLost",
    "AuthorError",
    "BadDuration",
    "BadInput",
    "BadOption",
    "CallerError",
    "ChildCancelled",
    "ChildFailed",
    "Deadlock",
    "DivergenceError",
    "FatalError",
    "Fenced",
    "Finding",
    "FuelExhausted",
    "HookConflict",
    "HookDisposed",
    "IllegalEvent",
    "InternalError",
    "JournalCorrupt",
    "JournalTooNew",
    "LimitExceeded",
    "MalformedValue",
    "NotAWorld",
    "NotAvailable",
    "NotSerializable",
    "OperatorError",
    "OutsideStep",
    "OutsideWorkflow",
    "RemoteError",
    "RetryableError",
    "RunEnded",
    "RunExists",
    "RunFailed",
    "RunLeased",
    "RunNotFound",
    "RunUnfinished",
    "SeveralWorkflows",
    "SourceNotFound",
    "SourceRefused",
    "StepFailed",
    "StepTimeout",
    "StepsNotImportable",
    "UnknownStep",
    "VMError",
    "WorkflowCalledDirectly",
    "WorkflowNotFound",
    "WorldBusy",
    "WorldDamaged",
    "WorldForked",
    "WorldFull",
    "WorldTooNew",
    "WorldUnwritable",
    "WrongArguments",
]

for _name in __all__:  # one public place, whatever file a class is in: journals, tracebacks and pickles name it
    globals()[_name].__module__ = __name__
