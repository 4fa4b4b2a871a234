"""What the kernel raises into a body. None is an author's error, and only one is an `Exception`."""

from __future__ import annotations

from typing import Final

FATAL: Final = (RecursionError, MemoryError)
"""What ends a run wherever in its body it is raised. No handler of an author's counts."""


class Cancelled(BaseException):
    """Delivered at an await of something that is no longer wanted. Clean up and let it pass."""

    _source: object = None  # who asked for it; nobody, where an author made it


class RunCancelled(Cancelled):
    """Delivered once to the body of a run that was asked to end. Compensate, and let it pass."""


class ContinueAsNew(BaseException):
    """Raised by `continue_as_new`: the body ends here, and its successor begins. Let it pass.

    It says nothing of how: the context knows which ones it raised. One that a body makes is an error like others.
    """

    def __init__(self) -> None:
        super().__init__("the run ends here and goes on as a new one")


def cancelled_by(source: object, *args: object, kind: type[Cancelled] = Cancelled) -> Cancelled:
    """Return a cancellation that `source` asked for: a task, a scope, or the future that was given up."""
    error = kind(*args)
    error._source = source
    return error


class Closed(BaseException):
    """The body is being thrown away: every command is refused. Raised as a last resort, never recorded."""


class InvalidAwait(TypeError):
    """A body awaited something that is not of this run."""
