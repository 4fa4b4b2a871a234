"""What happens to a run as a whole, and what it says."""

from __future__ import annotations

from typing import ClassVar

from vm.core.events._base import Encoded, Event
from vm.core.frozen import frozen


@frozen(kw_only=True)
class RunCreated(Event):
    """The header of a run. `input` is the pair (args, kwargs). `bundle` is the sandboxed source's hash.

    `secret` is what tokens are made from, beside the seed; `base_url` where webhooks are reached from outside.
    `chain` is the first run of those that continue one another, `parent` the run whose body started this one.
    """

    type: ClassVar[str] = "run_created"
    journal_version: int
    run_id: str
    workflow: str
    bundle: str
    policy: int
    seed: str
    secret: str | None = None
    base_url: str | None = None
    chain: str | None = None
    parent: str | None = None
    input: Encoded


@frozen(kw_only=True)
class RunStarted(Event):
    type: ClassVar[str] = "run_started"


@frozen(kw_only=True)
class RunCompleted(Event):
    type: ClassVar[str] = "run_completed"
    is_fed: ClassVar[bool] = False
    output: Encoded


@frozen(kw_only=True)
class RunFailed(Event):
    type: ClassVar[str] = "run_failed"
    is_fed: ClassVar[bool] = False
    error: Encoded


@frozen(kw_only=True)
class LogWritten(Event):
    """The body printed or logged `text`. Recorded once; a replay regenerates it and shows nothing."""

    type: ClassVar[str] = "log_written"
    is_fed: ClassVar[bool] = False
    level: str
    text: str


@frozen(kw_only=True)
class CancelRequested(Event):
    """Somebody wants the run to end. `mode` is `cancel` (the body may clean up) or `terminate` (it is not asked)."""

    type: ClassVar[str] = "cancel_requested"
    mode: str
    reason: str | None = None


@frozen(kw_only=True)
class RunCancelled(Event):
    """The run ended because it was asked to.

    `output` is what the body returned all the same, `error` what went wrong while it cleaned up.
    """

    type: ClassVar[str] = "run_cancelled"
    is_fed: ClassVar[bool] = False
    output: Encoded | None = None
    error: Encoded | None = None


@frozen(kw_only=True)
class RunContinued(Event):
    """The run ended, and run `next` goes on with `input` (the pair of args and kwargs)."""

    type: ClassVar[str] = "run_continued"
    is_fed: ClassVar[bool] = False
    next: str
    input: Encoded


@frozen(kw_only=True)
class AttributesSet(Event):
    """The run is found by these from now on. A value of None takes one away."""

    type: ClassVar[str] = "attributes_set"
    is_fed: ClassVar[bool] = False
    attributes: Encoded


@frozen(kw_only=True)
class PatchMarked(Event):
    """The body asked for `patched(patch)` and took the new way."""

    type: ClassVar[str] = "patch_marked"
    is_fed: ClassVar[bool] = False
    patch: str


@frozen(kw_only=True)
class RunUpgraded(Event):
    """The run goes on with other code, which has been shown to ask for all that stands before this.

    `bundle` is the hash of its source, `policy` the version of the sandbox's semantics that it was shown under.
    """

    type: ClassVar[str] = "run_upgraded"
    bundle: str
    policy: int
