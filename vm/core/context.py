"""What a running body, its shims and its surface may ask of the core. One per run."""

from __future__ import annotations

from functools import cached_property
from random import Random
from typing import Any, Final, NoReturn

from vm.core.codec import PLAIN, Types, encode, encode_call
from vm.core.commands import Command, Origin, RunStep, StartWait, WriteLog
from vm.core.durations import due_ms
from vm.core.events import Encoded, RunCreated
from vm.core.fuel import Fuel
from vm.core.kernel import Closed, Kernel
from vm.core.operations import Operation, SleepCall, StepCall, StepOperation, WaitOperation
from vm.errors import LimitExceeded

MAX_LOG: Final = 4_000_000
"""Characters that a body may log between two awaits: they are stored with the run."""


class Context:
    """A run as its body sees it: identity, clock, randomness, and the commands it may issue.

    Commands are collected here until the replay takes them. Correlation ids count over all kinds in the
    order in which operations begin.
    """

    def __init__(self, header: RunCreated) -> None:
        self.run_id = header.run_id
        self.workflow = header.workflow
        self.seed = header.seed
        self.now_ms = header.at_ms
        self.started_ms = header.at_ms
        self.kernel = Kernel()
        self.fuel = Fuel()
        self.stopped: Exception | None = None
        self.stopping = Closed()  # what `stop` raises: its traceback shows where
        self.types: Types = PLAIN
        self._commands: list[Command] = []
        self._open: dict[str, Operation] = {}
        self._unstarted: dict[Any, None] = {}
        self._count = 0
        self._log_left = MAX_LOG
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

    def stop(self, error: Exception) -> NoReturn:
        """End the run with `error`, from inside the body. Nothing the body does about it counts.

        The first error stands. Every later command, loop turn and call is refused.

        Raises:
            Closed: Always, to unwind the body.
        """
        if self.is_dead:
            raise Closed
        self.stopped = error
        self.kernel.is_dead = True
        self.fuel.empty()
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
        return StepCall(self, origin, step, encoded, settings)

    def call_sleep(self, duration: Any, *, origin: Origin | None = None) -> SleepCall:
        """Return the awaitable sleep for a duration, or until a datetime.

        Raises:
            BadDuration: It cannot be read as either.
        """
        due_ms(duration, self.now_ms)
        return SleepCall(self, origin, duration)

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

    def _emit(self, command: Command) -> None:
        if self.kernel.is_dead or not self._is_advancing:
            raise Closed
        self._commands.append(command)

    def _next_id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"

    def _open_step(self, step: str, args: Encoded, options: Encoded | None, origin: Origin | None) -> StepOperation:
        correlation_id = self._next_id("step")
        self._emit(RunStep(correlation_id=correlation_id, step=step, args=args, options=options, origin=origin))
        operation = StepOperation(self, correlation_id, step)
        self._open[correlation_id] = operation
        return operation

    def _open_wait(self, duration: Any, origin: Origin | None) -> WaitOperation:
        correlation_id = self._next_id("wait")
        until = due_ms(duration, self.now_ms)
        self._emit(StartWait(correlation_id=correlation_id, until_ms=until, origin=origin))
        operation = WaitOperation(self, correlation_id)
        self._open[correlation_id] = operation
        return operation

    def _cancel_operation(self, operation: Operation) -> None:
        self._open.pop(operation._id, None)
        self._emit(operation._cancel_command())
