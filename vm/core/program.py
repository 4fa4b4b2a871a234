"""What the core knows of a sandbox: a program that can be opened once per run."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from vm.core.codec import Types
from vm.core.frozen import frozen

if TYPE_CHECKING:
    from vm.core.context import Context


def leave_as_is(_: BaseException) -> None:
    """Reword nothing."""


def keep_all() -> None:
    """Take nothing apart."""


def find_nothing(_: str) -> None:
    """Look into nothing."""


@frozen
class Body:
    """An opened program: the workflow function to call, and the types its values decode to.

    `reword` gives an error that leaves the run the text that it has on every Python. `take_apart` is called when the
    body is thrown away: what refers to itself in a circle would stay until somebody looks for such. `find_module`
    gives what a file of the bundle holds, for who looks into a body: None where it was not executed.
    """

    function: Callable[..., Coroutine[Any, Any, Any]]
    types: Types
    reword: Callable[[BaseException], None] = leave_as_is
    take_apart: Callable[[], None] = keep_all
    find_module: Callable[[str], Mapping[str, Any] | None] = find_nothing


class Program(Protocol):
    """A compiled bundle. The same program is opened for every run that uses it."""

    @property
    def policy(self) -> int:
        """Version of the sandbox's semantics. Recorded in the run's header."""
        ...

    @property
    def files(self) -> frozenset[str]:
        """The code file names of the author's source, so that reports leave everything else out."""
        ...

    @property
    def is_patched(self) -> bool:
        """Whether its source may ask for `patched`."""
        ...

    def open(self, context: Context) -> Body:
        """Execute the modules in a fresh namespace bound to `context`."""
        ...
