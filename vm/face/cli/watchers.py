"""Who watches runs in `serve` and `worker`: what is installed, and was asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vm.face.telemetry.metrics import Metrics
    from vm.face.telemetry.watching import Watcher


def find_tracing() -> list[Watcher]:
    """Return what makes spans, if this process has an OpenTelemetry SDK that takes them.

    One has been loaded before this program began, as `opentelemetry-instrument` does. Otherwise nothing is imported.
    """
    if "opentelemetry.sdk" not in sys.modules:
        return []
    from vm.face.telemetry.spans import Spans

    return [Spans()]


def find_metrics() -> Metrics | None:
    """Return metrics, or None where their library is not installed."""
    try:
        from vm.face.telemetry.metrics import Metrics
    except ModuleNotFoundError:
        return None
    return Metrics()
