"""Metrics that are read off a VM when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vm.host.clock import wall_ms

if TYPE_CHECKING:
    from vm.face.embed import VM
    from vm.face.telemetry.metrics import Metrics


def add_gauges(metrics: Metrics, vm: VM) -> None:
    """Have `metrics` show how a VM stands."""

    def lateness() -> float:
        due_ms = vm.world.next_due_ms()
        return 0.0 if due_ms is None else max(wall_ms() - due_ms, 0) / 1000

    metrics.gauge("vm_runs_in_memory", "Runs that this process holds in memory", lambda: len(vm.engine.roster))
    metrics.gauge("vm_writes", "Transactions of this process", lambda: vm.engine.writer.writes)
    metrics.gauge("vm_queue_lateness_seconds", "For how long the next message of the queue has been due", lateness)
