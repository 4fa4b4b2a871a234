"""Where a trio task lets others run, and hears that it is cancelled."""

from __future__ import annotations

from vm.core.kernel import CancelScope, Future
from vm.core.sync import Checkpoint
from vm.sandbox.faces.binding import current_kernel


async def checkpoint() -> None:
    """Let every other ready task run once; then be cancelled, if our scope is."""
    await cancel_shielded_checkpoint()
    await checkpoint_if_cancelled()


async def checkpoint_if_cancelled() -> None:
    """Be cancelled, if our scope is; otherwise go straight on."""
    kernel = current_kernel()
    scope = kernel.current_task()._scope
    if scope is not None and scope._source_of_cancel() is not None:
        await Future(kernel)  # never comes: the kernel delivers the cancellation instead


async def cancel_shielded_checkpoint() -> None:
    """Let every other ready task run once."""
    kernel = current_kernel()
    with CancelScope(kernel, shield=True):
        await Checkpoint(kernel)
