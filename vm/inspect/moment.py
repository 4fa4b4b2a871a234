"""Where a run stood at an event: every task's stack with its variables, what is open, clock and randomness.

The body is a pure function of its journal, so it is replayed up to that event and looked at. Nothing is kept
while it runs, and looking changes nothing: the replay is thrown away.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import AsyncGeneratorType, CoroutineType, FrameType
from typing import Any, Final

from vm.core.codec import Types, encode, plain
from vm.core.combine import Gather, Race
from vm.core.describe import describe_call, describe_event, format_time
from vm.core.events import Event, decode_event
from vm.core.frozen import frozen
from vm.core.hooks import Reading
from vm.core.kernel import Future, Task
from vm.core.operations import Operation
from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.state import OpenChild, OpenHook, OpenStep, OpenWait
from vm.core.verify import Verifier, find_past
from vm.errors import VMError
from vm.sandbox.texts import clean_repr
from world.records import JournalRow

LONGEST: Final = 2_000  # characters of one variable's text; the rest is counted
MOST: Final = 200  # variables of one frame
SECRETS: Final = ("password", "secret", "token")  # words in the names of variables that nobody is shown
_INLINED: Final = ("<listcomp>", "<setcomp>", "<dictcomp>")  # frames of their own before Python 3.12


@frozen
class Variable:
    """A local variable. `value` is plain JSON where the value can be stored, else None, and `text` shows it.

    `is_redacted`: its name says that it is a secret.
    """

    name: str
    text: str
    value: Any = None
    is_redacted: bool = False


@frozen
class FrameView:
    """A call of one of the author's functions that has not returned. `line` is where it stands."""

    file: str
    line: int
    function: str
    variables: tuple[Variable, ...]


@frozen
class TaskView:
    """A task that has not ended: its frames, outermost first, and what it waits for."""

    number: int
    name: str
    is_main: bool
    frames: tuple[FrameView, ...]
    waits_for: str


@frozen
class Moment:
    """A run behind event `position`. `is_over`: its body had ended by then, so there are no tasks."""

    run_id: str
    position: int
    event: Event
    at_ms: int
    status: str
    tasks: tuple[TaskView, ...]
    pending: tuple[str, ...]
    randomness: str | None

    @property
    def is_over(self) -> bool:
        return self.status not in ("pending", "running")


def look_at(
    program: Program, run_id: str, rows: Iterable[JournalRow], position: int, *, secrets: Collection[str] = ()
) -> Moment:
    """Replay a journal's rows up to `position` and look at the body there.

    An event that the VM wrote belongs to the advance of the one before it that came from outside: the body is
    seen at the end of that advance. Variables whose names contain one of `secrets` are not shown.

    Raises:
        DivergenceError, JournalCorrupt: The journal does not replay up to there.
    """
    with replayed_to(program, run_id, rows, position) as (replay, event):
        return look(replay, program, position, event, secrets)


def look_through(
    program: Program, run_id: str, rows: Iterable[JournalRow], *, secrets: Collection[str] = ()
) -> Iterator[Moment]:
    """Yield what `look_at` returns of every event, in one replay. Raises as `look_at`, when it comes to that."""
    rows = list(rows)
    verifier = Verifier(program, run_id, patches=find_past(program, (row.body for row in rows)))
    moment: Moment | None = None
    try:
        for row in rows:
            verifier.take(row.position, row.body, row.hash)
            event = decode_event(row.body)
            if moment is None or event.is_fed:
                moment = look(_in_this_process(verifier), program, row.position, event, secrets)
            else:
                moment = replace(moment, position=row.position, event=event)
            yield moment
    finally:
        verifier.close()


@contextmanager
def replayed_to(
    program: Program, run_id: str, rows: Iterable[JournalRow], position: int
) -> Iterator[tuple[Replay, Event]]:
    """Replay rows up to `position`; give the replay, which is thrown away afterwards. Raises as `look_at`."""
    rows = list(rows)
    verifier = Verifier(program, run_id, patches=find_past(program, (row.body for row in rows)))
    last: Event | None = None
    try:
        for row in rows:
            verifier.take(row.position, row.body, row.hash)
            if row.position == position:
                last = decode_event(row.body)
                break
        assert last is not None, "the caller knows how long the journal is"
        yield _in_this_process(verifier), last
    finally:
        verifier.close()


def _in_this_process(verifier: Verifier) -> Replay:
    replay = verifier.replay
    assert isinstance(replay, Replay), "a body in this process is looked at"
    return replay


def look(replay: Replay, program: Program, position: int, event: Event, secrets: Collection[str] = ()) -> Moment:
    """Look at the body of a replay as it stands, behind `event`. See `look_at`."""
    context = replay._context
    shower = _Shower(context.types, tuple(word.lower() for word in secrets))
    tasks = tuple(
        TaskView(
            task.number,
            task.get_name(),
            task is replay._main,
            tuple(_frames(task._coroutine, program.files, shower)),
            _describe(task._awaits),
        )
        for task in context.kernel.tasks()
    )
    return Moment(
        run_id=replay.run_id,
        position=position,
        event=event,
        at_ms=replay.now_ms,
        status=str(replay.status),
        tasks=tasks,
        pending=tuple(_describe_open(opened) for opened in replay._books.values()),
        randomness=_digest(context.__dict__.get("random")),
    )


def _digest(random: Any) -> str | None:
    """Return what stands for the state of the author's random numbers; None while no number was drawn."""
    return None if random is None else hashlib.sha256(repr(random.getstate()).encode()).hexdigest()[:16]


# ---- stacks


def _frames(coroutine: Any, files: Collection[str], shower: _Shower) -> Iterator[FrameView]:
    stacked: list[tuple[FrameType, int, dict[str, Any]]] = []
    for frame in frames_of(coroutine):
        if frame.f_code.co_filename not in files:
            continue
        if frame.f_code.co_name in _INLINED and stacked:
            outer, _, variables = stacked[-1]
            stacked[-1] = (outer, frame.f_lineno, {**variables, **frame.f_locals})
        else:
            stacked.append((frame, frame.f_lineno, dict(frame.f_locals)))
    for frame, line, variables in stacked:
        code = frame.f_code
        yield FrameView(code.co_filename, line, code.co_qualname, shower.show_all(variables))


def frames_of(awaited: Any) -> Iterator[FrameType]:
    """Yield the frames in which a parked coroutine waits, outermost first, through async generators too."""
    while awaited is not None:
        if type(awaited) is CoroutineType:
            if awaited.cr_frame is not None:
                yield awaited.cr_frame
            awaited = awaited.cr_await
        elif type(awaited) is AsyncGeneratorType:
            if awaited.ag_frame is not None:
                yield awaited.ag_frame
            awaited = awaited.ag_await
        else:
            held = gc.get_referents(awaited) if type(awaited).__name__.startswith("async_generator_") else ()
            awaited = next((item for item in held if type(item) is AsyncGeneratorType), None)


def _describe(awaited: Future | None) -> str:
    if awaited is None:
        return "its turn"
    if isinstance(awaited, Operation):
        return awaited._id
    if isinstance(awaited, Reading):
        return awaited._hook._id
    if isinstance(awaited, Task):
        return awaited.get_name()
    if isinstance(awaited, Gather | Race):
        word = "all of" if isinstance(awaited, Gather) else "the first of"
        return f"{word} {', '.join(_describe(child) for child in awaited._children if not child.done())}"
    return "another task"


def _describe_open(opened: OpenStep | OpenWait | OpenHook | OpenChild) -> str:
    match opened:
        case OpenStep(correlation_id=id, step=step, args=args, status=status):
            return f"{id}  {describe_call(step, args)}  {status}"
        case OpenWait(correlation_id=id, until_ms=until_ms):
            return f"{id}  sleeps until {format_time(until_ms)}"
        case OpenHook(correlation_id=id, token=token):
            return f"{id}  takes payloads for {token}"
        case OpenChild(correlation_id=id, child=child):
            return f"{id}  waits for run {child}"


# ---- variables


def show_variable(replay: Replay, name: str, value: object) -> Variable:
    """Return a value of a replay's body as moments show variables."""
    return _Shower(replay._context.types, ())._show(name, value)


def show_variables(replay: Replay, variables: dict[str, Any], secrets: Collection[str]) -> tuple[Variable, ...]:
    """Return the variables of a frame, by name. Those whose names contain one of `secrets` are not shown."""
    return _Shower(replay._context.types, tuple(word.lower() for word in secrets)).show_all(variables)


class _Shower:
    """Turns variables into text and JSON that are the same on every machine and Python."""

    def __init__(self, types: Types, secrets: tuple[str, ...]) -> None:
        self._types = types
        self._secrets = secrets

    def show_all(self, variables: dict[str, Any]) -> tuple[Variable, ...]:
        names = sorted(name for name in variables if name.isidentifier())
        return tuple(self._show(name, variables[name]) for name in names[:MOST])

    def _show(self, name: str, value: object) -> Variable:
        if any(word in name.lower() for word in self._secrets):
            return Variable(name, "(redacted)", is_redacted=True)
        try:
            found = plain(encode(value, self._types, path=name))
        except VMError:
            found = None
        except BaseException:  # noqa: BLE001 - an author's method may raise anything; it is a variable like any other
            return Variable(name, f"<{type(value).__name__} that cannot be shown>")
        text = _text_of(value)
        if len(text) > LONGEST:
            return Variable(name, f"{text[:LONGEST]}… ({len(text)} characters)")
        return Variable(name, text, found)


def _text_of(value: object) -> str:
    try:
        return clean_repr(value)
    except BaseException:  # noqa: BLE001 - an author's __repr__ may raise anything
        return f"<{type(value).__name__} that cannot be shown>"


def describe_moment(moment: Moment) -> str:
    """Return one line that says where a moment is."""
    return f"event {moment.position}: {describe_event(moment.event)}, at {format_time(moment.at_ms)}"
