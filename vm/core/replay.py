"""One run's body, live or replayed: events are fed in, commands come out.

Nothing here knows which of the two it is. One event is delivered at a time; every task runs until none can
go on; then the commands issued meanwhile are returned. A body that waits is simply not fed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from vm.core import events
from vm.core.children import ChildOperation
from vm.core.codec import decode_call, encode
from vm.core.commands import CancelRun, Command, CompleteRun, ContinueRun, FailRun, Origin, WriteLog
from vm.core.context import Context
from vm.core.events import Encoded, Event, RunCreated
from vm.core.fuel import DEPTH_FIX, MAX_DEPTH, MAX_DIGITS, NATIVE_DEPTH
from vm.core.hooks import Hook
from vm.core.ids import next_run_id
from vm.core.kernel import _PENDING, Closed, Task
from vm.core.operations import StepOperation, WaitOperation
from vm.core.program import Program, keep_all
from vm.core.signals import Cancelled, ContinueAsNew, RunCancelled, cancelled_by
from vm.core.state import RunState
from vm.core.traces import Frame, body_frames, is_raised_in, waiting_frames
from vm.errors import Deadlock, InternalError, LimitExceeded, NotSerializable, OperatorError, OutOfMemory


class Replay(RunState):
    """The state machine of one run, its body in this process.

    `origin` is the workflow function, once it is open.
    """

    def __init__(self, program: Program, header: RunCreated) -> None:
        super().__init__(header)
        self._program = program
        self._context = Context(header)
        self._main: Task | None = None
        self._origin: Origin | None = None
        self._take_apart: Callable[[], None] = keep_all

    @property
    def origin(self) -> Origin | None:
        return self._origin

    def frames(self) -> list[Frame]:
        return [] if self._main is None else waiting_frames(self._main._coroutine, self._program.files)

    def close(self) -> None:
        super().close()
        self._drop()

    def expect_patches(self, patches: frozenset[str]) -> None:
        self._context._patches = patches

    def go_live(self) -> None:
        self._context._patches = None

    def _drop(self) -> None:
        self._context.close()
        self._context._open.clear()
        self._context._commands.clear()
        self._main = None
        take_apart, self._take_apart = self._take_apart, keep_all
        take_apart()

    # ---- deliveries

    def _deliver(self, event: Event) -> list[Command]:
        context = self._context
        deliver = _DELIVER.get(type(event))
        if deliver is None:
            if event.at_ms > context.now_ms:
                context.now_ms = event.at_ms
            return []
        context._is_advancing = True
        context.refill()
        depth, digits = sys.getrecursionlimit(), sys.get_int_max_str_digits()
        sys.setrecursionlimit(max(depth, NATIVE_DEPTH))
        sys.set_int_max_str_digits(MAX_DIGITS)
        try:
            deliver(self, event)
            if event.at_ms > context.now_ms:
                context.now_ms = event.at_ms
            context.kernel.run()
            self._check_end(self._main)
        finally:
            context._is_advancing = False
            sys.setrecursionlimit(depth)
            sys.set_int_max_str_digits(digits)
        commands, context._commands = context._commands, []
        return commands

    def _open_body(self, event: events.RunStarted) -> None:
        self._context.started_ms = event.at_ms
        self._main = self._context.kernel.spawn(self._run_body())

    async def _run_body(self) -> Any:
        """Open the program, call the workflow function. Whatever either raises is the run's failure."""
        body = self._program.open(self._context)
        self._context.types = body.types
        self._context.reword = body.reword
        self._take_apart = body.take_apart
        code = getattr(body.function, "__code__", None)
        self._origin = Origin(code, 0) if code is not None else None
        args, kwargs = decode_call(self.header.input, body.types)
        return await body.function(*args, **kwargs)

    def _complete_step(self, event: events.StepCompleted) -> None:
        step = self._context._open.pop(event.correlation_id)
        assert isinstance(step, StepOperation), "the books have admitted the event"
        step._deliver_result(event.result)

    def _fail_step(self, event: events.StepFailed) -> None:
        step = self._context._open.pop(event.correlation_id)
        assert isinstance(step, StepOperation), "the books have admitted the event"
        step._deliver_failure(event.error, event.attempts)

    def _complete_wait(self, event: events.WaitCompleted) -> None:
        wait = self._context._open.pop(event.correlation_id)
        assert isinstance(wait, WaitOperation), "the books have admitted the event"
        wait._resolve(None)

    def _find_hook(self, event: Any) -> Hook:
        hook = self._context._open[event.correlation_id]
        assert isinstance(hook, Hook), "the books have admitted the event"
        return hook

    def _receive_payload(self, event: events.HookReceived) -> None:
        self._find_hook(event)._receive(event.payload)

    def _refuse_hook(self, event: events.HookConflict) -> None:
        hook = self._find_hook(event)
        del self._context._open[event.correlation_id]
        hook._refuse(event.owner)

    def _find_child(self, event: Any) -> ChildOperation | None:
        """Return the child that has ended, unless the body gave it up after it had asked it to end."""
        child = self._context._open.pop(event.correlation_id, None)
        if child is None:
            return None
        assert isinstance(child, ChildOperation), "the books have admitted the event"
        child._move(event.type)
        return child

    def _complete_child(self, event: events.ChildCompleted) -> None:
        if (child := self._find_child(event)) is not None:
            child._deliver_result(event.result)

    def _fail_child(self, event: events.ChildFailed | events.ChildCancelled) -> None:
        if (child := self._find_child(event)) is not None:
            child._deliver_error(getattr(event, "error", _NOTHING))

    def _request_cancel(self, event: events.CancelRequested) -> None:
        """Interrupt the main task, once. What it awaits is given up; it may clean up and take as many steps."""
        main = self._main
        if main is None or event.mode == "terminate":
            return
        awaited = main._awaits
        main._interrupt(cancelled_by(main, event.reason or "the run was cancelled", kind=RunCancelled))
        if isinstance(awaited, Task):
            awaited.cancel()

    # ---- the end

    def _check_end(self, main: Task | None) -> None:
        if main is None:
            if self.cancel_mode is not None:
                self._finish(CancelRun())
        elif main._state is not _PENDING or self._context.stopped is not None:
            self._end(main)
        elif self.cancel_mode == "terminate":
            self._finish(CancelRun())
        elif not self._context.can_be_woken():
            # Nothing outside can ever wake it: better an error with a line than a run that waits for ever.
            frames = self.frames()
            where = "{}:{} in {}".format(*frames[-1]) if frames else None
            self._finish(self._failure(Deadlock(where=where), frames))

    def _end(self, main: Task) -> None:
        try:
            command = self._outcome(main)
        except Closed:  # an author's method that the codec called was stopped
            command = None
        if self._context.stopped is not None:  # whatever the body made of it
            stopped, files = self._context.stopped, self._program.files
            if isinstance(stopped, OperatorError):
                raise stopped  # it says something of the machine, and nothing of the run
            command = self._failure(stopped, body_frames(self._context.stopping, files) or body_frames(stopped, files))
        assert command is not None, "only a stop closes a body that is being fed"
        self._finish(command if self.cancel_mode is None else _as_cancelled(command))

    def _outcome(self, main: Task) -> Command | None:
        """Return the run's last command, or None when the body was stopped."""
        if not main.done():
            return None
        try:
            return CompleteRun(output=encode(main.result(), self._context.types, path="result"))
        except NotSerializable as error:
            return self._failure(error)
        except Closed:
            return None
        except ContinueAsNew as signal:
            encoded = self._context.find_successor(signal)
            if encoded is None:
                return self._failure(signal)
            return ContinueRun(next=next_run_id(self._context.chain, self.run_id), input=Encoded(encoded))
        except BaseException as error:
            if isinstance(error, Cancelled) and self.cancel_mode is not None:
                return CancelRun()
            if isinstance(error, InternalError) and not is_raised_in(error, self._program.files):
                raise
            return self._failure(error)

    def _failure(self, error: BaseException, frames: list[Frame] | None = None) -> FailRun:
        trace = body_frames(error, self._program.files) if frames is None else frames
        if isinstance(error, MemoryError) and not (error.args or is_raised_in(error, self._program.files)):
            raise OutOfMemory(self.run_id, where="{}:{} in {}".format(*trace[-1]) if trace else None) from error
        if isinstance(error, RecursionError):  # where the interpreter counts, and how it says so, differs
            where = "{}:{} in {}".format(*trace[-1]) if trace else None
            error = LimitExceeded("calls in one another", MAX_DEPTH, fix=DEPTH_FIX, where=where)
        self._context.reword(error)
        trace = trace[:_OUTERMOST] + trace[_OUTERMOST:][-_INNERMOST:]
        return FailRun(error=encode(error, self._context.types, path="error"), trace=tuple(trace))

    def _finish(self, command: Command) -> None:
        """Close what is open, report what was forgotten, and end the run with `command`."""
        context = self._context
        commands = context._commands
        commands += [WriteLog(level="warning", text=text) for text in self._forgotten()]
        cancels = [opened._cancel_command() for opened in context._open.values()]
        commands += [cancel for cancel in cancels if cancel is not None]
        commands.append(command)
        context._commands = []
        self._drop()
        context._commands = commands

    def _forgotten(self) -> list[str]:
        texts = []
        for call in self._context._unstarted:
            where = f" at {call._origin}" if call._origin is not None else ""
            texts.append(f"{call._describe()} was called{where} and never awaited: it did nothing")
        for task in self._context.kernel.unretrieved:
            error = task._error
            if task is not self._main and error is not None and not isinstance(error, Closed):
                self._context.reword(error)
                texts.append(f"a task failed with {type(error).__name__}: {_text_of(error)}, and nobody awaited it")
        return texts


def _as_cancelled(command: Command) -> Command:
    """Return how a run that was asked to end has ended: cancelled, whatever its body made of it."""
    match command:
        case CompleteRun(output=output):
            return CancelRun(output=output)
        case FailRun(error=error, trace=trace):
            return CancelRun(error=error, trace=trace)
    return CancelRun()


def _text_of(error: BaseException) -> str:
    try:
        return str(error).encode("utf-8", "backslashreplace").decode()
    except BaseException:  # noqa: BLE001 - an author's __str__ may raise anything; it must not stop the report
        return "a text that cannot be read"


_OUTERMOST: Final = 10  # frames that a report keeps of calls without end
_INNERMOST: Final = 50

_NOTHING: Final = Encoded("null")

UNHEARD: Final = (events.StepStarted, events.StepRetrying, events.RunUpgraded)
"""An attempt is the host's affair, and so is whose code it was: of them the body learns nothing but the time."""

_DELIVER: Final[dict[type[Event], Callable[[Replay, Any], None]]] = {
    events.RunStarted: Replay._open_body,
    events.StepCompleted: Replay._complete_step,
    events.StepFailed: Replay._fail_step,
    events.WaitCompleted: Replay._complete_wait,
    events.HookReceived: Replay._receive_payload,
    events.HookConflict: Replay._refuse_hook,
    events.ChildCompleted: Replay._complete_child,
    events.ChildFailed: Replay._fail_child,
    events.ChildCancelled: Replay._fail_child,
    events.CancelRequested: Replay._request_cancel,
}
