"""`trio` as a body sees it: nurseries, cancel scopes and channels on the run's own kernel.

Deadlines and sleeps are waits in the journal. Unlike trio's own, the scheduler takes tasks first in, first
out, in every run. Where trio takes a coroutine function, a step will do as well. What would reach a thread, a
file or the network is refused with the reason.
"""

from __future__ import annotations

from typing import Any, Final

from stdlib_shims.face import Face
from vm.core.context import Context
from vm.core.kernel import Cancelled, Task
from vm.sandbox.faces import trio_channels, trio_errors, trio_nursery, trio_scopes, trio_statistics, trio_sync
from vm.sandbox.faces.binding import bind, current_kernel
from vm.sandbox.faces.trio_checkpoints import cancel_shielded_checkpoint, checkpoint, checkpoint_if_cancelled

_THREADS: Final = 'threads are not repeatable: put the work into a plain `def` with "use step"'
_OUTSIDE: Final = "the outside world is for steps"
_MACHINERY: Final = "a body runs on its run's own scheduler"

REFUSED: Final = {
    **dict.fromkeys(("run", "abc", "testing"), "a body runs in a scheduler already: await the coroutine"),
    **dict.fromkeys(("to_thread", "from_thread"), _THREADS),
    **dict.fromkeys(("open_file", "wrap_file", "Path", "run_process", "Process", "open_signal_receiver"), _OUTSIDE),
    **dict.fromkeys(("socket", "open_tcp_stream", "serve_tcp", "open_tcp_listeners", "open_unix_socket"), _OUTSIDE),
    **dict.fromkeys(("SSLStream", "open_ssl_over_tcp_stream", "serve_ssl_over_tcp", "SocketStream"), _OUTSIDE),
}

_REFUSED_OF_LOWLEVEL: Final = {
    **dict.fromkeys(("spawn_system_task", "current_trio_token", "add_instrument", "start_guest_run"), _MACHINERY),
    **dict.fromkeys(("wait_task_rescheduled", "reschedule", "current_clock", "current_root_task"), _MACHINERY),
    **dict.fromkeys(("wait_readable", "wait_writable", "open_process", "FdStream"), _OUTSIDE),
    "start_thread_soon": _THREADS,
}


def make_trio(context: Context) -> Face:
    """Return `trio`, and bind it to the run whose code goes on from here."""
    bind(context)
    return _TRIO


def make_trio_lowlevel(context: Context) -> Face:
    """Return `trio.lowlevel`, likewise."""
    bind(context)
    return _LOWLEVEL


def current_task() -> Task:
    return current_kernel().current_task()


def _public(*things: Any) -> dict[str, Any]:
    return {thing.__name__: thing for thing in things}


_LOWLEVEL: Final = Face(
    "trio.lowlevel",
    {
        **_public(checkpoint, checkpoint_if_cancelled, cancel_shielded_checkpoint, current_task),
        "ParkingLotStatistics": trio_statistics.ParkingLotStatistics,
        "Task": Task,
    },
    _REFUSED_OF_LOWLEVEL,
)

_TRIO: Final = Face(
    "trio",
    {
        **_public(trio_scopes.CancelScope, trio_scopes.move_on_after, trio_scopes.move_on_at),
        **_public(trio_scopes.fail_after, trio_scopes.fail_at, trio_scopes.current_effective_deadline),
        **_public(trio_scopes.sleep, trio_scopes.sleep_until, trio_scopes.sleep_forever, trio_scopes.current_time),
        **_public(trio_nursery.open_nursery, trio_nursery.Nursery, trio_nursery.TaskStatus),
        **_public(trio_sync.Event, trio_sync.Lock, trio_sync.Semaphore, trio_sync.Condition),
        **_public(trio_sync.CapacityLimiter, trio_channels.MemorySendChannel, trio_channels.MemoryReceiveChannel),
        **_public(trio_errors.TooSlowError, trio_errors.WouldBlock, trio_errors.EndOfChannel),
        **_public(trio_errors.ClosedResourceError, trio_errors.BrokenResourceError),
        **_public(trio_statistics.EventStatistics, trio_statistics.LockStatistics, trio_statistics.ConditionStatistics),
        **_public(trio_statistics.CapacityLimiterStatistics),
        "MemoryChannelStatistics": trio_channels.ChannelStatistics,
        "StrictFIFOLock": trio_sync.Lock,
        "TASK_STATUS_IGNORED": trio_nursery.IgnoredStatus(),
        "Cancelled": Cancelled,
        "lowlevel": _LOWLEVEL,
        "open_memory_channel": trio_channels.open_memory_channel,
    },
    REFUSED,
)
