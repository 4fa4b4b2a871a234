"""What tests of workflows are written with."""

from __future__ import annotations

from vm.testing.crashes import CrashReport, PromiseBroken, crash_everywhere

__all__ = ["CrashReport", "PromiseBroken", "crash_everywhere"]
