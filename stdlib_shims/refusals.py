"""What a shim raises when it says no. Each is also the built-in error that an author would expect there.

The shims stand below `vm.errors` and may not import it; these carry their own texts, which are the same on
every Python.
"""

from __future__ import annotations


class NotOffered(AttributeError):
    """A module's stand-in does not have this name, by decision (`reason`) or because no one has asked yet."""

    def __init__(self, module: str, name: str, reason: str | None = None) -> None:
        why = reason or "it is not among what the sandbox offers; if it needs the machine, use it inside a step"
        super().__init__(f"{module}.{name} is not available in workflow code: {why}")
        self.reason = why


class Refused(TypeError):
    """A call that the sandbox does not allow with these arguments. `why` names the way out."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what} is refused in workflow code: {why}")


class TooLarge(OverflowError):
    """A call whose result would be larger than a workflow body may hold."""

    def __init__(self, what: str, limit: int, unit: str) -> None:
        super().__init__(f"{what} would be larger than {limit} {unit}; do it inside a step")


class Frozen(AttributeError):
    """An assignment to a module's stand-in, or a deletion from it."""

    def __init__(self, module: str, name: str) -> None:
        super().__init__(f"{module}.{name} cannot be changed: modules are read-only in workflow code")
