"""A graph's shape as text: what two graphs must have in common for a run of one to go on as the other."""

from __future__ import annotations

from typing import Any


def shape_of(workflow: Any) -> str:
    """Return ids, kinds and order of all entries, nested ones too."""
    return f"{workflow.id}({','.join(entry_shape(entry) for entry in workflow.entries)})"


def entry_shape(entry: Any) -> str:
    """Return one entry's part. Functions and schemas have none: their code is the bundle's."""
    inner = [shape_of(node) if node.kind == "workflow" else node.id for node in entry.nodes()]
    kind = entry.loop if entry.kind == "loop" else entry.kind
    name = entry.name if entry.kind == "event" else entry.id
    return f"{kind}:{'+'.join(inner) or name}"
