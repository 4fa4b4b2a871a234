"""The entries of a graph: what follows what. Plain data, made by the builder and read by the walker."""

from __future__ import annotations

from typing import Any


class Entry:
    """One entry. `id` is the name of its result; entries that hold several steps have none of their own in results."""

    kind = "entry"

    def __init__(self, id: str) -> None:
        self.id = id

    def nodes(self) -> list[Any]:
        """Return the steps and workflows in the entry, in order."""
        return []


class StepEntry(Entry):
    """`.then(step)`. `step` is a `Step`, or a `Workflow`."""

    kind = "step"

    def __init__(self, step: Any) -> None:
        super().__init__(step.id)
        self.step = step

    def nodes(self) -> list[Any]:
        return [self.step]


class ParallelEntry(Entry):
    """`.parallel([...])`."""

    kind = "parallel"

    def __init__(self, id: str, steps: list[Any]) -> None:
        super().__init__(id)
        self.steps = steps

    def nodes(self) -> list[Any]:
        return list(self.steps)


class BranchEntry(Entry):
    """`.branch([(condition, step), ...])`. `arms` are those pairs."""

    kind = "branch"

    def __init__(self, id: str, arms: list[tuple[Any, Any]]) -> None:
        super().__init__(id)
        self.arms = arms

    def nodes(self) -> list[Any]:
        return [step for _, step in self.arms]


class LoopEntry(Entry):
    """`.dowhile(step, condition)`, `.dountil(step, condition)`. `loop` says which."""

    kind = "loop"

    def __init__(self, loop: str, step: Any, condition: Any) -> None:
        super().__init__(step.id)
        self.loop = loop
        self.step = step
        self.condition = condition

    def nodes(self) -> list[Any]:
        return [self.step]


class ForeachEntry(Entry):
    """`.foreach(step, concurrency=1)`. `concurrency` is a number, or a function of the context."""

    kind = "foreach"

    def __init__(self, step: Any, concurrency: Any) -> None:
        super().__init__(step.id)
        self.step = step
        self.concurrency = concurrency

    def nodes(self) -> list[Any]:
        return [self.step]


class MapEntry(Entry):
    """`.map(function)` or `.map({key: spec})`."""

    kind = "map"

    def __init__(self, id: str, mapping: Any) -> None:
        super().__init__(id)
        self.mapping = mapping


class SleepEntry(Entry):
    """`.sleep(duration)`: text, seconds, a timedelta, or a function of the context."""

    kind = "sleep"

    def __init__(self, id: str, duration: Any) -> None:
        super().__init__(id)
        self.duration = duration


class SleepUntilEntry(Entry):
    """`.sleep_until(moment)`: a datetime, or a function of the context."""

    kind = "sleep_until"

    def __init__(self, id: str, moment: Any) -> None:
        super().__init__(id)
        self.moment = moment


class EventEntry(Entry):
    """`.wait_for_event(name, schema)`."""

    kind = "event"

    def __init__(self, id: str, name: str, schema: Any) -> None:
        super().__init__(id)
        self.name = name
        self.schema = schema
