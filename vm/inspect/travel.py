"""Moving through a run's moments: where it stood at a line, what became of a variable, what changed in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vm.core.frozen import frozen
from vm.core.ids import short_name
from vm.inspect.moment import FrameView, Moment, TaskView, Variable

_Place = tuple[int, str, int, str]  # task number and name, depth of the frame, its function


@frozen
class Sighting:
    """A variable as it is from event `position` on, in one frame. `variable` is None where it is gone."""

    position: int
    at_ms: int
    task: str
    function: str
    line: int
    variable: Variable | None


@frozen
class Change:
    """A variable of one frame before and after; None on the side where it is not there."""

    task: str
    function: str
    name: str
    before: Variable | None
    after: Variable | None


@frozen
class Comparison:
    """What differs between two moments of a run. `moved` are frames that stand elsewhere: (task, before, after)."""

    begun: tuple[str, ...]
    ended: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]
    changes: tuple[Change, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]


def who(task: TaskView) -> str:
    """Return what a task is called in reports."""
    return "the body" if task.is_main else task.name


def stands_at(moment: Moment, file: str, line: int) -> bool:
    """Say whether a task waits at a line. `file` may be the end of a path."""
    return any(
        frame.line == line and (frame.file == file or frame.file.endswith(f"/{file}"))
        for task in moment.tasks
        for frame in task.frames
    )


def places(moments: Iterable[Moment]) -> list[str]:
    """Return every `file:line` at which a task waits at some time, in order."""
    found = {(frame.file, frame.line) for moment in moments for task in moment.tasks for frame in task.frames}
    return [f"{file}:{line}" for file, line in sorted(found)]


def is_about_step(moment: Moment, name: str) -> bool:
    """Say whether a moment's event is the asking for a step of that name, or id."""
    step = getattr(moment.event, "step", None)
    return step is not None and name in (step, short_name(step))


def trace_variable(moments: Iterable[Moment], name: str) -> Iterator[Sighting]:
    """Yield what becomes of a variable, in every frame that has one of that name, wherever it changes.

    `name` is `total`, or `count_words.total` for that of one function only.
    """
    function, _, name = name.rpartition(".")
    known: dict[_Place, tuple[FrameView, Variable]] = {}
    for moment in moments:
        found = {
            place: (frame, variable)
            for place, frame in _frames(moment)
            if not function or frame.function in (function, f"<locals>.{function}")
            for variable in frame.variables
            if variable.name == name
        }
        for place, (frame, variable) in found.items():
            if place not in known or known[place][1] != variable:
                yield Sighting(moment.position, moment.at_ms, place[1], frame.function, frame.line, variable)
        for place, (frame, _) in known.items():
            if place not in found:
                yield Sighting(moment.position, moment.at_ms, place[1], frame.function, frame.line, None)
        known = found


def compare(before: Moment, after: Moment) -> Comparison:
    """Return what differs between two moments."""
    old, new = dict(_frames(before)), dict(_frames(after))
    old_tasks, new_tasks = _names(before), _names(after)
    changes: list[Change] = []
    for place in [*old, *(place for place in new if place not in old)]:
        changes += _changes(place, old.get(place), new.get(place))
    return Comparison(
        begun=tuple(name for number, name in new_tasks.items() if number not in old_tasks),
        ended=tuple(name for number, name in old_tasks.items() if number not in new_tasks),
        moved=tuple(
            (place[1], _spot(old[place]), _spot(new[place]))
            for place in old
            if place in new and _spot(old[place]) != _spot(new[place])
        ),
        changes=tuple(changes),
        opened=tuple(text for text in after.pending if text not in before.pending),
        closed=tuple(text for text in before.pending if text not in after.pending),
    )


def _frames(moment: Moment) -> Iterator[tuple[_Place, FrameView]]:
    for task in moment.tasks:
        for depth, frame in enumerate(task.frames):
            yield (task.number, who(task), depth, frame.function), frame


def _names(moment: Moment) -> dict[int, str]:
    return {task.number: who(task) for task in moment.tasks}


def _spot(frame: FrameView) -> str:
    return f"{frame.file}:{frame.line} in {frame.function}"


def _changes(place: _Place, before: FrameView | None, after: FrameView | None) -> Iterator[Change]:
    old = {} if before is None else {variable.name: variable for variable in before.variables}
    new = {} if after is None else {variable.name: variable for variable in after.variables}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Change(place[1], place[3], name, old.get(name), new.get(name))
