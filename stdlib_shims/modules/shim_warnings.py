"""`warnings`: written to the run's log, each once; the process's own filters and output are not touched."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any, Final, NamedTuple

from stdlib_shims.patterns import check_pattern
from stdlib_shims.refusals import Refused
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


class Filter(NamedTuple):
    """What to do with warnings of a category whose text matches."""

    action: str
    message: re.Pattern[str] | None
    category: type[Warning]

    def matches(self, text: str, category: type[Warning]) -> bool:
        return issubclass(category, self.category) and (self.message is None or bool(self.message.match(text)))


class Recorded:
    """A warning that `catch_warnings(record=True)` has caught."""

    __slots__ = ("category", "message")

    def __init__(self, message: Warning, category: type[Warning]) -> None:
        self.message = message
        self.category = category


class Desk:
    """The warnings of one run: its filters, the latest first, and what has been said."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.filters: list[Filter] = []
        self.recorded: list[Recorded] | None = None
        self._said: set[tuple[str, type[Warning]]] = set()

    def warn(self, message: str | Warning, category: type[Warning] | None = None, *_: Any, **options: Any) -> None:
        """Say a warning. `stacklevel` and its like are taken and change nothing.

        Raises:
            Warning: A filter says `error`.
            Refused: The category is not a warning.
        """
        warning, kind = _make(message, category)
        pay_to_show(warning)
        text = as_everywhere(str(warning))
        action = next((known.action for known in self.filters if known.matches(text, kind)), "default")
        if action == "error":
            raise warning
        if action != "ignore":
            self._say(warning, text, kind, is_repeated=action in _ALWAYS)

    def _say(self, warning: Warning, text: str, kind: type[Warning], *, is_repeated: bool) -> None:
        if self.recorded is not None:
            self.recorded.append(Recorded(warning, kind))
        elif is_repeated or (text, kind) not in self._said:
            self._said.add((text, kind))
            self._run.write_log("warning", f"{kind.__name__}: {text}")

    def add(self, found: Filter, *, append: bool) -> None:
        if found.action not in _ACTIONS:
            raise Refused(f"the warnings action {found.action!r}", f"the actions are: {', '.join(_ACTIONS)}")
        self.filters.insert(len(self.filters) if append else 0, found)


def _make(message: str | Warning, category: type[Warning] | None) -> tuple[Warning, type[Warning]]:
    if isinstance(message, Warning):
        return message, type(message)
    kind = UserWarning if category is None else category
    if not (isinstance(kind, type) and issubclass(kind, Warning)):
        raise Refused("a warning of a category that is no Warning", "derive the category from Warning")
    return kind(message), kind


def bind(run: Run) -> dict[str, Any]:
    """Return the functions over the run's own filters."""
    desk = Desk(run)

    def simplefilter(action: str, category: type[Warning] = Warning, lineno: int = 0, append: bool = False) -> None:
        desk.add(Filter(action, None, category), append=append)

    def filterwarnings(
        action: str,
        message: str = "",
        category: type[Warning] = Warning,
        module: str = "",
        lineno: int = 0,
        append: bool = False,
    ) -> None:
        check_pattern(message)
        desk.add(Filter(action, re.compile(message, re.IGNORECASE) if message else None, category), append=append)

    return {
        "catch_warnings": _make_catching(desk),
        "filterwarnings": filterwarnings,
        "resetwarnings": desk.filters.clear,
        "simplefilter": simplefilter,
        "warn": desk.warn,
    }


def _make_catching(desk: Desk) -> type:
    class catch_warnings:
        """Put the filters back at the end; with `record`, collect warnings in a list meanwhile."""

        __slots__ = ("_filter", "_record", "_saved")

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
            self._filter = None if action is None else (Filter(action, None, category), append)

        def __enter__(self) -> list[Recorded] | None:
            self._saved = (list(desk.filters), desk.recorded)
            if self._filter is not None:
                desk.add(self._filter[0], append=self._filter[1])
            if self._record:
                desk.recorded = []
            return desk.recorded if self._record else None

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            filters, desk.recorded = self._saved
            desk.filters[:] = filters

    return catch_warnings
