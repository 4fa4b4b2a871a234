"""What the kernel raises into a body. None is an author's error: two are not even an `Exception`."""

from __future__ import annotations


class Cancelled(BaseException):
    """Delivered at an await of something that is no longer wanted. Clean up and let it pass."""

    def __init__(self, source: object = None, message: object = "cancelled") -> None:
        super().__init__(message)
        self._source = source


class Closed(BaseException):
    """The body is being thrown away: every command is refused. Raised as a last resort, never recorded."""


class InvalidAwait(TypeError):
    """A body awaited something that is not of this run."""
