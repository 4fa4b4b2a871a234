"""What tests of workflows are written with.

The pytest plugin brings the fixtures `vm` (pytest-trio), `background_vm` and `journal_snapshot`; unittest has
`WorkflowTestCase`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vm.testing.background import BackgroundTestVM as BackgroundTestVM
    from vm.testing.background import WorkflowTestCase as WorkflowTestCase
    from vm.testing.crashes import CrashReport as CrashReport
    from vm.testing.crashes import PromiseBroken as PromiseBroken
    from vm.testing.crashes import crash_everywhere as crash_everywhere
    from vm.testing.proof import DoesNotReplay as DoesNotReplay
    from vm.testing.proof import assert_replays as assert_replays
    from vm.testing.simulation import CounterExample as CounterExample
    from vm.testing.simulation import Ending as Ending
    from vm.testing.simulation import Exploration as Exploration
    from vm.testing.simulation import explore as explore
    from vm.testing.snapshots import SnapshotDiffers as SnapshotDiffers
    from vm.testing.snapshots import journal_text as journal_text
    from vm.testing.tester import NeverHappened as NeverHappened
    from vm.testing.tester import OpenHook as OpenHook
    from vm.testing.tester import TestRun as TestRun
    from vm.testing.tester import TestVM as TestVM
    from vm.testing.tester import open_test_vm as open_test_vm

_PLACES = {
    "BackgroundTestVM": "background",
    "CounterExample": "simulation",
    "CrashReport": "crashes",
    "DoesNotReplay": "proof",
    "Ending": "simulation",
    "Exploration": "simulation",
    "NeverHappened": "tester",
    "OpenHook": "tester",
    "PromiseBroken": "crashes",
    "SnapshotDiffers": "snapshots",
    "TestRun": "tester",
    "TestVM": "tester",
    "WorkflowTestCase": "background",
    "assert_replays": "proof",
    "crash_everywhere": "crashes",
    "explore": "simulation",
    "journal_text": "snapshots",
    "open_test_vm": "tester",
}  # loaded when first used: every pytest of an environment loads the plugin, most of them for nothing


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'vm.testing' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"vm.testing.{_PLACES[name]}"), name)


__all__ = [
    "BackgroundTestVM",
    "CounterExample",
    "CrashReport",
    "DoesNotReplay",
    "Ending",
    "Exploration",
    "NeverHappened",
    "OpenHook",
    "PromiseBroken",
    "SnapshotDiffers",
    "TestRun",
    "TestVM",
    "WorkflowTestCase",
    "assert_replays",
    "crash_everywhere",
    "explore",
    "journal_text",
    "open_test_vm",
]
