"""`logging`: loggers that write to the run's log. No handlers, no files, no configuration but levels."""

from __future__ import annotations

import logging
import sys
from typing import Any, Final

from stdlib_shims.run import Run, as_everywhere, percent
from stdlib_shims.tables import pick, refuse
from stdlib_shims.weights import pay_to_show

OFFERS: Final[dict[str, Any]] = {
    **pick(logging, "CRITICAL DEBUG ERROR FATAL INFO NOTSET WARN WARNING"),
}

REFUSES: Final[dict[str, str]] = {
    **refuse(
        "BASIC_FORMAT BufferingFormatter NullHandler getHandlerByName getHandlerNames getLevelNamesMapping "
        "getLogRecordFactory getLoggerClass lastResort makeLogRecord raiseExceptions setLogRecordFactory "
        "setLoggerClass "
        "FileHandler Filter Formatter Handler LogRecord LoggerAdapter StreamHandler basicConfig captureWarnings "
        "config disable handlers shutdown",
        "the run's log has one format and one place; configure the program that runs the workflow",
    ),
    **refuse("Logger root", "use logging.getLogger(name)"),
    **refuse("addLevelName getLevelName", "the levels are fixed"),
}

_NAMES: Final[dict[int, str]] = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "critical"}
_LEVELS: Final[dict[str, int]] = {**{name.upper(): level for level, name in _NAMES.items()}, "NOTSET": 0}


class Logger:
    """A named logger of one run. Everything is recorded until `setLevel` says less."""

    __slots__ = ("_level", "_name", "_run")

    def __init__(self, run: Run, name: str) -> None:
        self._run = run
        self._name = name
        self._level = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def level(self) -> int:
        return self._level

    def setLevel(self, level: int | str) -> None:
        """Drop what is below a level from now on."""
        self._level = _LEVELS[level] if isinstance(level, str) else level

    def isEnabledFor(self, level: int) -> bool:
        return level >= self._level

    def getEffectiveLevel(self) -> int:
        return self._level

    def debug(self, msg: object, *args: object, **options: Any) -> None:
        self.log(logging.DEBUG, msg, *args, **options)

    def info(self, msg: object, *args: object, **options: Any) -> None:
        self.log(logging.INFO, msg, *args, **options)

    def warning(self, msg: object, *args: object, **options: Any) -> None:
        self.log(logging.WARNING, msg, *args, **options)

    def error(self, msg: object, *args: object, **options: Any) -> None:
        self.log(logging.ERROR, msg, *args, **options)

    def critical(self, msg: object, *args: object, **options: Any) -> None:
        self.log(logging.CRITICAL, msg, *args, **options)

    def exception(self, msg: object, *args: object, exc_info: Any = True, **options: Any) -> None:
        self.log(logging.ERROR, msg, *args, exc_info=exc_info, **options)

    def log(self, level: int, msg: object, *args: object, **options: Any) -> None:
        """Record a message at a level, formatted with `%`.

        `exc_info` appends the exception given, as type and message: its frames are in the run's own report.
        Other options of the real one are taken and change nothing.
        """
        if level >= self._level:
            text = _format(msg, args) + _format_exception(options.get("exc_info"))
            self._run.write_log(_level_name(level), as_everywhere(text))


def _format(msg: object, args: tuple[Any, ...]) -> str:
    pay_to_show(msg)
    text = str(msg)
    if not args:
        return text
    # As the real one does: a single dict is what `%(name)s` looks into.
    return percent(text, args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args)


def _format_exception(error: Any) -> str:
    if error is True:
        error = sys.exc_info()[1]
    pay_to_show(error)
    return f"\n{type(error).__name__}: {error}" if isinstance(error, BaseException) else ""


def _level_name(level: int) -> str:
    return _NAMES[max((known for known in _NAMES if known <= level), default=logging.DEBUG)]


def bind(run: Run) -> dict[str, Any]:
    """Return the loggers of one run, and the functions of its root logger."""
    loggers: dict[str, Logger] = {}

    def getLogger(name: str | None = None) -> Logger:
        key = name or "root"
        if key not in loggers:
            loggers[key] = Logger(run, key)
        return loggers[key]

    root = getLogger()
    functions = {name: getattr(root, name) for name in (*_NAMES.values(), "exception", "log")}
    return {"getLogger": getLogger, "fatal": root.critical, "warn": root.warning, **functions}
