"""`warnings`: written to the run's log, each place's once; the process's own filters and output are not touched."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable
from types import FrameType, TracebackType
from typing import Any, Final, NamedTuple

from stdlib_shims.modules.shim_re import Pattern, compile
from stdlib_shims.run import Run, as_everywhere
from stdlib_shims.tables import refuse
from stdlib_shims.weights import pay_to_show

OFFERS: Final[dict[str, Any]] = {}

REFUSES: Final[dict[str, str]] = {
    **refuse("WarningMessage defaultaction filters formatwarning onceregistry showwarning", "it is the process's own"),
    "warn_explicit": "use warnings.warn(message, category)",
    "deprecated": "only newer Pythons have it; take it from typing_extensions",
    "sys": "it is the interpreter",
}

_ACTIONS: Final = ("always", "all", "default", "error", "ignore", "module", "once")
_ALWAYS: Final = ("always", "all")
_COMPREHENSIONS: Final = ("<listcomp>", "<setcomp>", "<dictcomp>")


class Place(NamedTuple):
    """A line of the author's source."""

    filename: str
    lineno: int
    module: str


class Filter(NamedTuple):
    """What to do with warnings of a category whose text and module match. Line 0 stands for all."""

    action: str
    message: Pattern | None
    category: type[Warning]
    module: Pattern | None = None
    lineno: int = 0

    def matches(self, text: str, category: type[Warning], place: Place) -> bool:
        return (
            issubclass(category, self.category)
            and self.lineno in (0, place.lineno)
            and (self.message is None or bool(self.message.match(text)))
            and (self.module is None or bool(self.module.match(place.module)))
        )


class Recorded:
    """A warning that `catch_warnings(record=True)` has caught, with the place that it tells of."""

    __slots__ = ("category", "filename", "lineno", "message")

    def __init__(self, message: Warning, category: type[Warning], place: Place) -> None:
        self.message = message
        self.category = category
        self.filename, self.lineno = place.filename, place.lineno


class MisusedBlock(RuntimeError):
    """`catch_warnings` was entered twice, or left before it was entered."""


class BadCategory(TypeError):
    """A warning is to be of a class that is none of warnings."""

    def __init__(self, category: object) -> None:
        super().__init__(f"category must be a Warning subclass, not '{type(category).__name__}'")


class BadAction(ValueError):
    """A filter is to do what none can."""

    def __init__(self, action: object) -> None:
        super().__init__(f"invalid action: {action!r}; the actions are: {', '.join(_ACTIONS)}")


class BadLine(ValueError):
    """A filter is for a line that no file has."""

    def __init__(self) -> None:
        super().__init__("lineno must be an int >= 0")


class Desk:
    """The warnings of one run: its filters, the latest first, and what has been said."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.filters: list[Filter] = []
        self.recorded: list[Recorded] | None = None
        self._said: set[tuple[str, type[Warning], object]] = set()
        self._said_once: set[tuple[str, type[Warning]]] = set()

    def warn(
        self,
        message: str | Warning,
        category: type[Warning] | None = None,
        stacklevel: int = 1,
        *_: Any,
        **options: Any,
    ) -> None:
        """Say a warning, of the place in the author's source that `stacklevel` tells. Other options change nothing.

        Raises:
            Warning: A filter says `error`.
            BadCategory: The category is not a warning.
        """
        place = _place(stacklevel)
        warning, kind = _make(message, category)
        pay_to_show(warning)
        text = as_everywhere(str(warning))
        action = next((known.action for known in self.filters if known.matches(text, kind, place)), "default")
        if action == "error":
            raise warning
        if action != "ignore" and (action in _ALWAYS or self._is_new(action, text, kind, place)):
            self._say(warning, text, kind, place)

    def _is_new(self, action: str, text: str, kind: type[Warning], place: Place) -> bool:
        """Tell whether a warning was not said of this place; of this file, for `module`; at all, for `once`."""
        if action == "once":
            is_new = (text, kind) not in self._said_once
            self._said_once.add((text, kind))
            return is_new
        key = (text, kind, place.filename if action == "module" else place)
        is_new = key not in self._said
        self._said.add(key)
        return is_new

    def _say(self, warning: Warning, text: str, kind: type[Warning], place: Place) -> None:
        if self.recorded is not None:
            self.recorded.append(Recorded(warning, kind, place))
        else:
            self._run.write_log("warning", f"{kind.__name__}: {text}")

    def add(self, found: Filter, *, append: bool) -> None:
        """Add a filter before the others, or behind them. What was said before may be said again.

        Raises:
            BadAction: There is no such action.
        """
        if found.action not in _ACTIONS:
            pay_to_show(found.action)
            raise BadAction(found.action)
        self.filters.insert(len(self.filters) if append else 0, found)
        self._said.clear()

    def set(self, filters: Iterable[Filter]) -> None:
        self.filters[:] = filters
        self._said.clear()

    def reset(self) -> None:
        """Remove all filters."""
        self.set(())


def _make(message: str | Warning, category: type[Warning] | None) -> tuple[Warning, type[Warning]]:
    if isinstance(message, Warning):
        return message, type(message)
    kind = UserWarning if category is None else category
    if not (isinstance(kind, type) and issubclass(kind, Warning)):
        raise BadCategory(kind)
    return kind(message), kind


def _check(category: object, lineno: object, **texts: object) -> None:
    """Refuse what a filter cannot be made of, as Pythons do from 3.13 on."""
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a string")
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise BadLine


def _place(level: int) -> Place:
    """Return the place in the author's source from which `warn` was called, or that called that, and so on.

    A comprehension counts with what it stands in, as from 3.12 on, where it has no frame.
    """
    frame: FrameType | None = sys._getframe(1)
    lineno = 0
    while frame is not None:
        if frame.f_builtins is not vars(builtins):  # sandboxed code has builtins of its own
            lineno = lineno or frame.f_lineno
            if frame.f_code.co_name not in _COMPREHENSIONS:
                level -= 1
                if level <= 0:
                    return Place(frame.f_code.co_filename, lineno, str(frame.f_globals.get("__name__", "")))
                lineno = 0
        frame = frame.f_back
    return Place("<sys>", 0, "sys")


def bind(run: Run) -> dict[str, Any]:
    """Return the functions over the run's own filters."""
    desk = Desk(run)

    def simplefilter(action: str, category: type[Warning] = Warning, lineno: int = 0, append: bool = False) -> None:
        _check(category, lineno)
        desk.add(Filter(action, None, category, None, lineno), append=append)

    def filterwarnings(
        action: str,
        message: str = "",
        category: type[Warning] = Warning,
        module: str = "",
        lineno: int = 0,
        append: bool = False,
    ) -> None:
        _check(category, lineno, message=message, module=module)
        texts = compile(message, re.IGNORECASE) if message else None
        modules = compile(module) if module else None
        desk.add(Filter(action, texts, category, modules, lineno), append=append)

    return {
        "catch_warnings": _make_catching(desk),
        "filterwarnings": filterwarnings,
        "resetwarnings": desk.reset,
        "simplefilter": simplefilter,
        "warn": desk.warn,
    }


def _make_catching(desk: Desk) -> type:
    class catch_warnings:
        """Put the filters back at the end; with `record`, collect warnings in a list meanwhile."""

        __slots__ = ("_filter", "_has_entered", "_record", "_saved")

        def __init__(
            self,
            *,
            record: bool = False,
            module: None = None,
            action: str | None = None,
            category: type[Warning] = Warning,
            lineno: int = 0,
            append: bool = False,
        ) -> None:
            self._record = record
            self._has_entered = False
            _check(category, lineno)
            self._filter = None if action is None else (Filter(action, None, category, None, lineno), append)

        def __enter__(self) -> list[Recorded] | None:
            if self._has_entered:
                raise MisusedBlock("catch_warnings cannot be entered twice: make another")
            self._has_entered = True
            self._saved = (list(desk.filters), desk.recorded)
            desk.set(self._saved[0])
            if self._filter is not None:
                desk.add(self._filter[0], append=self._filter[1])
            if self._record:
                desk.recorded = []
            return desk.recorded if self._record else None

        def __exit__(
            self,
            kind: type[BaseException] | None = None,
            error: BaseException | None = None,
            trace: TracebackType | None = None,
        ) -> None:
            if not self._has_entered:
                raise MisusedBlock("catch_warnings cannot be left without entering it first")
            filters, desk.recorded = self._saved
            desk.set(filters)

    return catch_warnings
