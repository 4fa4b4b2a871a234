"""Runs of graphs that rest: nothing goes on any more, and what is left waits to be resumed."""

from __future__ import annotations

from typing import Any, Final

from vm.core.codec import plain
from vm.inspect.fold import RunView

RESUMABLE: Final = ("step", "pause")
"""What a hook of a graph stands for, where somebody has to resume it. Events come by themselves."""


def suspensions_of(view: RunView) -> list[dict[str, Any]]:
    """Return what a run of a graph waits for to be resumed, when it waits for nothing else; else nothing.

    Each says `path`, `labels`, `index` and `payload`, as the graph's hook does.
    """
    if view.ended_ms is not None or view.open_steps() or view.open_waits() or view.open_children():
        return []
    told = [None if hook.metadata is None else plain(hook.metadata) for hook in view.open_hooks()]
    found = [one for one in told if isinstance(one, dict) and one.get("graph") in RESUMABLE]
    return found if len(found) == len(told) else []


def name_of(suspension: dict[str, Any]) -> str:
    """Return the options of `resume` that name a suspension."""
    if suspension["graph"] == "pause":
        return ""
    index = "" if suspension["index"] is None else f" --index {suspension['index']}"
    return f"--step {suspension['path']}{index}"
