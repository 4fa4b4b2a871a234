"""What is meant by a step's name: the suspension that is resumed, the results that lie before a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vm.errors import GraphRefused, ResumeAlreadyClaimed
from vm.graph.kit.context import id_of
from vm.graph.kit.workflow import Workflow


def path_of(step: Any) -> str | None:
    """Return the dotted path that a step, an id, a path or a list of either stands for."""
    if step is None:
        return None
    if isinstance(step, list | tuple):
        return ".".join(id_of(part) for part in step)
    return id_of(step)


def choose(
    run_id: str, document: dict[str, Any], path: str | None, label: str | None, index: int | None
) -> dict[str, Any]:
    """Return the one suspension that is meant.

    Raises:
        GraphRefused: There is none, or there are several.
        ResumeAlreadyClaimed: There was one, and somebody has resumed it.
    """
    waiting: list[dict[str, Any]] = [one for one in document["suspensions"] if one["kind"] == "step"]
    found = waiting
    if label is not None:
        found = [one for one in found if label in one["labels"]]
    if path is not None:
        exact = [one for one in found if one["path"] == path]
        found = exact or [one for one in found if is_below(one["path"], path)]
        if not found and label is None:
            found = [one for one in waiting if path in one["labels"]]
    if index is not None:
        found = [one for one in found if one["index"] == index]
    if len(found) == 1:
        return found[0]
    names = ", ".join(describe(one) for one in waiting)
    if len(found) > 1:
        what = f"run {run_id} has several suspended steps: {names}"
        raise GraphRefused(what, fix="name one: step, label or foreach_index")
    resumed = [name for name, row in document["steps"].items() if "resumed_at" in row and path in (None, name)]
    if resumed and label is None and index is None:
        raise ResumeAlreadyClaimed(run_id, resumed[-1])
    if not waiting:
        what = f"run {run_id} is not suspended: it is {document['status']}"
        raise GraphRefused(what, fix=f"resume a run while it is suspended{'' if label is None else f' ({label!r})'}")
    place = f" [{index}]" if index is not None else ""
    raise GraphRefused(
        f"run {run_id} has no suspended step {label or path or ''}{place}", fix=f"suspended are: {names}"
    )


def is_below(path: str, name: str) -> bool:
    """Whether a step lies in a workflow of that name, or is called so there."""
    return path.startswith(f"{name}.") or path.endswith(f".{name}")


def describe(suspension: dict[str, Any]) -> str:
    index = "" if suspension["index"] is None else f"[{suspension['index']}]"
    labels = f" ({', '.join(suspension['labels'])})" if suspension["labels"] else ""
    return f"{suspension['path']}{index}{labels}"


def before(workflow: Workflow[Any, Any], target: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the results that lie before a target, and beside it in its entry.

    Raises:
        GraphRefused: The graph has no such step.
    """
    kept: dict[str, Any] = {}
    here, prefix = workflow, ""
    parts = target.split(".")
    for depth, part in enumerate(parts):
        for entry in here.entries:
            names = [node.id for node in entry.nodes()] or [entry.id]
            for name in names:
                if name != part:
                    path = f"{prefix}{name}"
                    kept |= {key: row for key, row in known.items() if key == path or key.startswith(f"{path}.")}
            if part in names:
                node: Any = here.steps().get(part)
                break
        else:
            steps = ", ".join(here.steps())
            raise GraphRefused(f"the workflow {here.id} has no step {part!r}", fix=f"it has: {steps}")
        if depth + 1 < len(parts):
            if not isinstance(node, Workflow):
                raise GraphRefused(
                    f"{part} is no workflow: it has no step {parts[depth + 1]!r}", fix="name the step alone"
                )
            here, prefix = node, f"{prefix}{part}."
    return kept
