"""What people used to asyncio ask of futures and tasks: callbacks, names, cancellations that are counted.

Apart from the kernel, which needs none of it. These classes have no state of their own; the slots are the
kernel's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vm.core.addresses import without_addresses

if TYPE_CHECKING:
    from vm.core.kernel import Future, Kernel, Waiter

    Callback = Callable[[Any], object]


class FutureHabits:
    """Callbacks. Each runs as a task of its own, behind those that are ready already."""

    __slots__ = ()

    if TYPE_CHECKING:
        _kernel: Kernel
        _waiters: list[Waiter]

        def done(self) -> bool: ...

    def add_done_callback(self, callback: Callback, *, context: object = None) -> None:
        """Call `callback` with this future when it is done, soon when it is done already.

        `context` is taken and ignored: a run has one context for all its tasks.
        """
        waiter = _Callback(callback)
        if self.done():
            waiter._on_done(self)  # type: ignore[arg-type]  # a mixin of Future alone
        else:
            self._waiters.append(waiter)

    def remove_done_callback(self, callback: Callback) -> int:
        """Take back every callback equal to `callback`; return how many there were."""
        before = len(self._waiters)
        self._waiters[:] = [
            waiter for waiter in self._waiters if not (isinstance(waiter, _Callback) and waiter.call == callback)
        ]
        return before - len(self._waiters)


class TaskHabits:
    """A name, and how many cancellations are asked for and not taken back."""

    __slots__ = ()

    if TYPE_CHECKING:
        _cancelling: int
        _name: str | None
        number: int

    def get_name(self) -> str:
        return f"Task-{self.number}" if self._name is None else self._name

    @property
    def name(self) -> str:
        """As trio has it."""
        return self.get_name()

    def set_name(self, value: object) -> None:
        self._name = value if type(value) is str else without_addresses(f"{value}")  # type: ignore[misc]  # the slot is Task's

    def cancelling(self) -> int:
        """Return how many cancellations were asked for, less those taken back with `uncancel`."""
        return self._cancelling


class _Callback:
    __slots__ = ("call",)

    def __init__(self, call: Callback) -> None:
        self.call = call

    def _on_done(self, future: Future) -> None:
        call_soon(future._kernel, self.call, future)


def call_soon(kernel: Kernel, call: Callable[..., object], *args: object) -> None:
    """Call something behind the tasks that are ready already. A run that is being closed calls nothing."""
    if not kernel.is_dead:
        kernel.spawn(_call(call, args))


async def _call(call: Callable[..., object], args: tuple[object, ...]) -> None:
    call(*args)
