"""What a running body, its shims and its surface may ask of the core. One per run."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import cached_property
from random import Random
from typing import Any, Final, NoReturn, Protocol

from vm.core import ids
from vm.core.children import ChildOperation
from vm.core.codec import PLAIN, Types, encode, encode_call
from vm.core.commands import (
    Command,
    MarkPatch,
    OpenHook,
    Origin,
    RunStep,
    SetAttributes,
    StartChild,
    StartWait,
    WriteLog,
)
from vm.core.durations import due_ms
from vm.core.events import Encoded, RunCreated
from vm.core.frozen import maker_of
from vm.core.fuel import Fuel
from vm.core.hooks import Hook
from vm.core.kernel import FATAL, Closed, Kernel
from vm.core.operations import (
    SleepCall,
    StepCall,
    StepOperation,
    WaitOperation,
    make_step_call,
    make_step_operation,
)
from vm.core.program import leave_as_is
from vm.core.signals import ContinueAsNew
from vm.errors import LimitExceeded

MAX_LOG: Final = 4_000_000
"""Characters that a body may log between two awaits: they are stored with the run."""


_make_run_step: Final = maker_of(RunStep)

_TOKEN_DIGITS: Final = 40  # 160 bits

WEBHOOK_PATH: Final = "/webhook/"
"""Where webhooks are served, below the address that the run was started with."""


class Opened(Protocol):
    """Something outside that the run has asked for and that has not ended: a step, a wait, a hook, a child."""

    _id: str

    def _cancel_command(self) -> Command | None: ...

    def _can_wake(self) -> bool: ...


class Context:
    """A run as its body sees it: identity, clock, randomness, and the commands it may issue.

    Commands are collected here until the replay takes them. Correlation ids count over all kinds in the
    order in which operations begin.
    """

    def __init__(self, header: RunCreated, patches: frozenset[str] | None = None) -> None:
        self.run_id = header.run_id
        self.chain = header.chain or header.run_id
        self.parent = header.parent
        self.workflow = header.workflow
        self.seed = header.seed
        self.now_ms = header.at_ms
        self.started_ms = header.at_ms
        self.kernel = Kernel(self._take_failure)
        self.fuel = Fuel()
        self.stopped: BaseException | None = None
        self.stopping = Closed()  # what `stop` raises: its traceback shows where
        self.types: Types = PLAIN
        self.reword: Callable[[BaseException], None] = leave_as_is  # what an error says, on every Python
        self._commands: list[Command] = []
        self._secret = header.secret or ""
        self._base_url = header.base_url or ""
        self._patches = patches  # those that a journal holds, while it is replayed; None: the run is live
        self._patched: dict[str, bool] = {}
        self._open: dict[str, Opened] = {}
        self._unstarted: dict[Any, None] = {}
        self._count = 0
        self._log_left = MAX_LOG
        self._successors: dict[ContinueAsNew, str] = {}
        self._is_advancing = False  # commands are taken only while the body is being fed

    @cached_property
    def random(self) -> Random:
        """The author's random numbers: a function of the seed, and of nothing that the VM draws."""
        return Random(self.seed)

    @cached_property
    def id_random(self) -> Random:
        """What ids and tokens are drawn from, so that they do not shift when the author draws a number."""
        return Random(f"{self.seed}/ids")

    @property
    def is_dead(self) -> bool:
        """The body is being thrown away: every command is refused."""
        return self.kernel.is_dead

    def refill(self) -> None:
        """Give the next advance its fuel and its share of the log."""
        self.fuel.refill()
        self._log_left = MAX_LOG

    def end(self, error: BaseException) -> None:
        """End the run with `error`, the first that is given. Every later command, loop turn and call is refused."""
        if not self.is_dead:
            self.stopped = error
            self.kernel.is_dead = True
            self.fuel.empty()

    def _take_failure(self, error: BaseException) -> None:
        """See what a task fails with before anybody is given it, or nobody asks for it."""
        if isinstance(error, FATAL):
            self.end(error)
        else:
            self.reword(error)

    def stop(self, error: BaseException) -> NoReturn:
        """End the run with `error`, from inside the body. Nothing the body does about it counts.

        Raises:
            Closed: Always, to unwind the body.
        """
        if self.is_dead:
            raise Closed
        self.end(error)
        raise self.stopping

    def close(self) -> None:
        """Throw the body away. It may run its `finally` blocks, without fuel and with every command refused."""
        self.fuel.empty()
        self.kernel.close()

    def call_step(
        self,
        step: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        options: dict[str, Any] | None = None,
        origin: Origin | None = None,
    ) -> StepCall:
        """Return the awaitable call of a step. Its arguments are encoded here.

        Raises:
            NotSerializable: An argument cannot cross the boundary; its path is named.
        """
        encoded = encode_call(args, kwargs, self.types)
        settings = encode(options, self.types, path="options") if options else None
        return make_step_call(self, origin, step, encoded, settings)

    def call_sleep(self, duration: Any, *, origin: Origin | None = None) -> SleepCall:
        """Return the awaitable sleep for a duration, or until a datetime.

        Raises:
            BadDuration: It cannot be read as either.
        """
        due_ms(duration, self.now_ms)
        return SleepCall(self, origin, duration)

    def open_hook(
        self,
        *,
        kind: str = "hook",
        token: str | None = None,
        schema: str | None = None,
        respond: Any = None,
        metadata: Any = None,
        origin: Origin | None = None,
    ) -> Hook:
        """Open a mailbox. Without a `token` it gets one that nobody can guess who does not know the run's secret.

        Raises:
            NotSerializable: `respond` or `metadata` cannot be stored.
        """
        encoded = None if metadata is None else encode(metadata, self.types, path="metadata")
        answer = None if respond is None else encode(respond, self.types, path="respond_with")
        correlation_id = self._next_id("hook")
        token = self._make_token(correlation_id) if token is None else token
        self._emit(
            OpenHook(
                correlation_id=correlation_id,
                token=token,
                kind=kind,
                schema=schema,
                respond=answer,
                metadata=encoded,
                origin=origin,
            )
        )
        url = f"{self._base_url}{WEBHOOK_PATH}{token}" if kind == "webhook" else None
        hook = self._open[correlation_id] = Hook(self, correlation_id, token, url)
        return hook

    def start_child(
        self,
        workflow: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        run_id: str | None = None,
        on_close: str = "cancel",
        origin: Origin | None = None,
    ) -> ChildOperation:
        """Start a run of `workflow`, an id of this run's bundle. It begins when this advance is committed.

        Raises:
            NotSerializable: An argument cannot cross the boundary.
        """
        encoded = encode_call(args, kwargs, self.types)
        correlation_id = self._next_id("child")
        child = ids.child_run_id(self.run_id, correlation_id) if run_id is None else run_id
        self._emit(
            StartChild(
                correlation_id=correlation_id,
                child=child,
                workflow=workflow,
                on_close=on_close,
                input=encoded,
                origin=origin,
            )
        )
        operation = ChildOperation(self, correlation_id, child, workflow, on_close)
        self._open[correlation_id] = operation
        return operation

    def set_attributes(self, attributes: dict[str, Any], *, origin: Origin | None = None) -> None:
        """Have the run found by these, from now on. None takes one away."""
        self._emit(SetAttributes(attributes=encode(attributes, self.types, path="attributes"), origin=origin))

    def continue_as_new(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> NoReturn:
        """End this run and have its successor begin with these arguments.

        Raises:
            ContinueAsNew: Always, to unwind the body.
            NotSerializable: An argument cannot cross the boundary.
        """
        encoded = encode_call(args, kwargs, self.types)
        signal = ContinueAsNew()
        self._successors[signal] = encoded
        raise signal

    def find_successor(self, signal: ContinueAsNew) -> str | None:
        """Return what the next run is given, or None of a signal that no `continue_as_new` of this run has raised."""
        return self._successors.get(signal)

    def patched(self, patch: str, *, origin: Origin | None = None) -> bool:
        """Say whether the body is to take the new way at a change of code named `patch`.

        True in new runs, which record it. False in a run whose journal was written before the change and has
        passed this place already. The first answer stands for the whole run.
        """
        answer = self._patched.get(patch)
        if answer is None:
            answer = self._patched[patch] = self._patches is None or patch in self._patches
            if answer:
                self._emit(MarkPatch(patch=patch, origin=origin))
        return answer

    def write_log(self, level: str, text: str, *, origin: Origin | None = None) -> None:
        """Record what the body has to say, once. Lone surrogates are written as escapes: a log is read by people.

        Raises:
            LimitExceeded: It is too much for one advance.
        """
        self._log_left -= len(text)
        if self._log_left < 0:
            fix = "log less, or write large reports in a step"
            raise LimitExceeded("characters of log between two awaits", MAX_LOG, fix=fix)
        self._emit(WriteLog(level=level, text=text.encode("utf-8", "backslashreplace").decode(), origin=origin))

    def can_be_woken(self) -> bool:
        """Say whether something is open whose events would wake the body. A loop: it is asked at every advance."""
        for opened in self._open.values():  # noqa: SIM110 - a generator costs more than the one look it mostly takes
            if type(opened) is StepOperation or opened._can_wake():
                return True
        return False

    def _emit(self, command: Command) -> None:
        if self.kernel.is_dead or not self._is_advancing:
            raise Closed
        self._commands.append(command)

    def _next_id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"

    def _open_step(self, step: str, args: Encoded, options: Encoded | None, origin: Origin | None) -> StepOperation:
        self._count += 1
        correlation_id = f"step_{self._count}"
        self._emit(_make_run_step(origin, correlation_id, step, args, options))
        operation = self._open[correlation_id] = make_step_operation(self, correlation_id, step)
        return operation

    def _open_wait(self, duration: Any, origin: Origin | None) -> WaitOperation:
        correlation_id = self._next_id("wait")
        until = due_ms(duration, self.now_ms)
        self._emit(StartWait(correlation_id=correlation_id, until_ms=until, origin=origin))
        operation = WaitOperation(self, correlation_id)
        self._open[correlation_id] = operation
        return operation

    def _cancel_operation(self, operation: Opened) -> None:
        self._open.pop(operation._id, None)
        command = operation._cancel_command()
        if command is not None:
            self._emit(command)

    def _make_token(self, correlation_id: str) -> str:
        """Return what cannot be guessed from the run's id, nor from other tokens of the run."""
        key = f"{self.seed}/{self._secret}".encode("utf-8", "backslashreplace")
        return hmac.new(key, f"{self.run_id}/{correlation_id}".encode(), hashlib.sha256).hexdigest()[:_TOKEN_DIGITS]
