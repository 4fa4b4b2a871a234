"""The root of the tree, its three branches, and our own bugs."""

from __future__ import annotations

from typing import ClassVar


class VMError(Exception):
    """Base of everything this package raises on purpose.

    `where` is a place the reader can open (`order.py:17 in process_order`) or None; `fix` is the way out.
    """

    slug: ClassVar[str] = "vm-error"
    is_retryable: ClassVar[bool] = False

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        return "\n".join(lines)


class AuthorError(VMError):
    """The workflow's source, or how it uses the API, must change."""


class OperatorError(VMError):
    """The machine or the world must be put right; the author's code is innocent."""


class CallerError(VMError):
    """What was asked of the VM cannot be done as asked."""


class InternalError(VMError):
    """A bug of ours."""

    slug = "internal-error"


class IllegalEvent(InternalError):
    """An event that the lifecycle table does not allow where the entity stands."""

    slug = "illegal-event"

    def __init__(self, event_type: str, entity: str, status: str | None) -> None:
        super().__init__(f"{event_type} of {entity} is not allowed: it is {status or 'unknown'}")
        self.event_type = event_type
        self.entity = entity
