"""trio's own exceptions."""

from __future__ import annotations


class TooSlowError(Exception):
    """A block of `fail_after` or `fail_at` took longer."""


class WouldBlock(Exception):
    """A call that does not wait would have to."""


class ClosedResourceError(Exception):
    """This end of a channel was closed by our side."""


class BrokenResourceError(Exception):
    """The other ends of a channel are gone: nobody is left to receive."""


class EndOfChannel(Exception):
    """Every sending end of a channel is closed, and everything was received."""


class Misused(RuntimeError):
    """A scope, nursery, lock or task status was used out of turn."""


class BadNumber(ValueError):
    """A count or a time is out of its range."""
