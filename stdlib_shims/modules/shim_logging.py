"""`logging`: loggers that write to the run's log. No handlers, no files, no configuration but levels."""

from __future__ import annotations

import logging
import sys
from types import GenericAlias
from typing import Any, Final

from stdlib_shims.run import Run, as_everywhere, percent
from stdlib_shims.tables import pick, refuse
from stdlib_shims.weights import pay_to_show

OFFERS: Final[dict[str, Any]] = {
    **pick(logging, "CRITICAL DEBUG ERROR FATAL INFO NOTSET WARN WARNING"),
}

REFUSES: Final[dict[str, str]] = {
    **refuse(
        "BASIC_FORMAT BufferingFormatter NullHandler getHandlerByName getHandlerNames "
        "getLogRecordFactory getLoggerClass lastResort makeLogRecord raiseExceptions setLogRecordFactory "
        "setLoggerClass "
        "FileHandler Filter Formatter Handler LogRecord StreamHandler basicConfig captureWarnings "
        "config handlers shutdown",
        "the run's log has one format and one place; configure the program that runs the workflow",
    ),
    **refuse("Logger root", "use logging.getLogger(name)"),
    **refuse("addLevelName", "the levels are fixed"),
}

_NAMES: Final[dict[int, str]] = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "critical"}
_LEVEL_NAMES: Final[dict[Any, str]] = {**{level: name.upper() for level, name in _NAMES.items()}, 0: "NOTSET"}
_LEVELS: Final[dict[str, int]] = {**{name: level for level, name in _LEVEL_NAMES.items()}, "WARN": 30, "FATAL": 50}
_ROOT: Final = "root"


class BadLevel(ValueError):
    """A level has a name that is none of the five."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Unknown level: {name!r}")


class Logger:
    """A named logger of one run. Everything is recorded until it, or one above it by name, is told to drop some."""

    __slots__ = ("_desk", "_level", "_name")

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk = desk
        self._name = name
        self._level = 0

    def __repr__(self) -> str:
        kind = "RootLogger" if self._name == _ROOT else "Logger"
        return f"<{kind} {self._name} ({getLevelName(self.getEffectiveLevel())})>"

    @property
    def name(self) -> str:
        return self._name

    @property
    def level(self) -> int:
        return self._level

    @property
    def parent(self) -> Logger | None:
        """The nearest logger above this one by name; None above the root."""
        return self._desk.find_parent(self._name)

    @property
    def disabled(self) -> bool:
        return False

    def getChild(self, suffix: str) -> Logger:
        """Return the logger of this one's name and a further one."""
        return self._desk.get(suffix if self._name == _ROOT else f"{self._name}.{suffix}")

    def hasHandlers(self) -> bool:
        """Say whether what is logged goes anywhere: it goes to the run's log."""
        return True

    def setLevel(self, level: int | str) -> None:
        """Drop what is below a level from now on, here and below by name. 0: what the loggers above it drop."""
        self._level = _number_of(level)

    def isEnabledFor(self, level: int) -> bool:
        return level > self._desk.disabled and level >= self.getEffectiveLevel()

    def getEffectiveLevel(self) -> int:
        """Return the level of this logger, or of the nearest above it that has one."""
        found: Logger | None = self
        while found is not None:
            if found._level:
                return found._level
            found = found.parent
        return 0

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
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            text = _format(msg, args) + _format_exception(options.get("exc_info"))
            self._desk.run.write_log(_level_name(level), as_everywhere(text))

    warn = warning
    fatal = critical


class LoggerAdapter:
    """A logger with something that is said each time: derive from it, and write `process(msg, kwargs)`."""

    def __init__(self, logger: Any, extra: Any = None, merge_extra: bool = False) -> None:
        self.logger = logger
        self.extra = extra
        self.merge_extra = merge_extra

    def __class_getitem__(cls, item: object) -> GenericAlias:
        return GenericAlias(cls, item)

    def process(self, msg: Any, kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the message to log, and its options: those given, and our `extra`."""
        given = kwargs.get("extra")
        kwargs["extra"] = {**self.extra, **given} if self.merge_extra and given is not None else self.extra
        return msg, kwargs

    @property
    def name(self) -> str:
        found: str = self.logger.name
        return found

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
        """Record what `process` makes of a message, if the logger is enabled for the level."""
        if self.isEnabledFor(level):
            msg, options = self.process(msg, options)
            self.logger.log(level, msg, *args, **options)

    warn = warning

    def isEnabledFor(self, level: int) -> bool:
        enabled: bool = self.logger.isEnabledFor(level)
        return enabled

    def setLevel(self, level: int | str) -> None:
        self.logger.setLevel(level)

    def getEffectiveLevel(self) -> int:
        level: int = self.logger.getEffectiveLevel()
        return level

    def hasHandlers(self) -> bool:
        return True


class Desk:
    """The loggers of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.disabled = 0
        self._loggers: dict[str, Logger] = {}

    def get(self, name: str | None = None) -> Logger:
        """Return the logger of a name, always the same; the one above all, without one."""
        key = name or _ROOT
        if not isinstance(key, str):
            raise TypeError("A logger name must be a string")
        if key not in self._loggers:
            self._loggers[key] = Logger(self, key)
        return self._loggers[key]

    def find_parent(self, name: str) -> Logger | None:
        if name == _ROOT:
            return None
        while "." in name:
            name = name.rpartition(".")[0]
            if name in self._loggers:
                return self._loggers[name]
        return self.get()

    def disable(self, level: int | str = logging.CRITICAL) -> None:
        """Drop what is of a level, or below it, whatever the loggers say."""
        self.disabled = _number_of(level)


def getLevelName(level: int | str) -> int | str:
    """Return the name of a level's number, or the number of a name; a text that says so of what is neither."""
    if isinstance(level, str) and level in _LEVELS:
        return _LEVELS[level]
    pay_to_show(level)
    return _LEVEL_NAMES.get(level, f"Level {level}")


def getLevelNamesMapping() -> dict[str, int]:
    """Return the numbers of the levels by name."""
    return dict(_LEVELS)


def _number_of(level: object) -> int:
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        pay_to_show(level)
        raise TypeError(f"Level not an integer or a valid string: {level!r}")
    if level not in _LEVELS:
        raise BadLevel(level)
    return _LEVELS[level]


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
    elif isinstance(error, tuple):
        error = error[1]
    pay_to_show(error)
    return f"\n{type(error).__name__}: {error}" if isinstance(error, BaseException) else ""


def _level_name(level: int) -> str:
    return _NAMES[max((known for known in _NAMES if known <= level), default=logging.DEBUG)]


def bind(run: Run) -> dict[str, Any]:
    """Return the loggers of one run, and the functions of its root logger."""
    desk = Desk(run)

    def getLogger(name: str | None = None) -> Logger:
        return desk.get(name)

    root = desk.get()
    functions = {name: getattr(root, name) for name in (*_NAMES.values(), "exception", "log")}
    own = {"getLogger": getLogger, "disable": desk.disable, "LoggerAdapter": LoggerAdapter}
    levels = {"getLevelName": getLevelName, "getLevelNamesMapping": getLevelNamesMapping}
    return {**own, **levels, "fatal": root.critical, "warn": root.warning, **functions}
