"""Time travel: a run that begins at a step in the middle, with the results that another one had before it."""

from __future__ import annotations

from typing import Any


class Journey:
    """Where a run begins, and what is known already: `target` (a path), `results` by path, `input` for the target.

    A run that begins at its beginning has no journey: nothing is skipped or kept.
    """

    def __init__(self, given: Any) -> None:
        given = given or {}
        target: Any = given.get("target")
        self.target: list[str] = target.split(".") if target else []
        self.results: dict[str, Any] = given.get("results") or {}
        self.has_input = "input" in given
        self.input = given.get("input")
        self.way: list[str] = list(self.target)  # what is left of the target, seen from the scope that is walked

    def is_ahead(self, scope: Any) -> bool:
        """Whether the target lies in this scope, and has not been reached."""
        depth = len(self.target) - len(self.way)
        return bool(self.way) and scope.prefix == "".join(f"{part}." for part in self.target[:depth])

    def skip(self, walker: Any, scope: Any, value: Any) -> tuple[int, Any]:
        """Return the position at which to begin, and the value there; what lies before it is restored."""
        if not self.is_ahead(scope):
            return 0, value
        wanted = self.way[0]
        for position, entry in enumerate(scope.workflow.entries):
            names = [node.id for node in entry.nodes()] or [entry.id]
            if wanted in names:
                is_target = len(self.way) == 1
                self.way = self.way[1:]
                return position, (self.input if is_target and self.has_input else value)
            value = self.restore(walker, scope, entry, names, value)
        raise ValueError(f"the workflow {scope.workflow.id} has no step {wanted}")

    def restore(self, walker: Any, scope: Any, entry: Any, names: list[str], value: Any) -> Any:
        """Put an entry's results in their place, and return its output."""
        if entry.kind in ("sleep", "sleep_until"):
            return value
        found = {name: self.take(walker, scope, name, value) for name in names if scope.prefix + name in self.results}
        if entry.kind in ("parallel", "branch"):
            return found
        return found.get(names[0], value)

    def take(self, walker: Any, scope: Any, name: str, value: Any) -> Any:
        """Restore one step, and what is nested in it; return its output."""
        path = scope.prefix + name
        for known, result in self.results.items():
            if known == path or known.startswith(f"{path}."):
                now = walker.engine.now_ms()
                row = walker.record.start_step(known, result.get("payload", value), result.get("started_at", now))
                walker.record.finish_step(known, row, "success", result.get("output"), result.get("ended_at", now))
        output = self.results[path].get("output")
        scope.results[name] = output
        return output

    def kept(self, walker: Any, scope: Any, nodes: list[Any]) -> dict[str, Any]:
        """Return the outputs of a target's siblings that are known: they are not run again."""
        depth = len(self.target) - len(self.way)
        here = "".join(f"{part}." for part in self.target[: max(depth - 1, 0)])
        names = [node.id for node in nodes]
        if not depth or here != scope.prefix or self.target[depth - 1] not in names:
            return {}
        siblings = [name for name in names if name != self.target[depth - 1] and scope.prefix + name in self.results]
        return {name: self.take(walker, scope, name, None) for name in siblings}

    def arms(self, scope: Any, entry: Any) -> Any:
        """Return the arms of a branch that holds the target: that one and those that ran. None: ask the conditions."""
        depth = len(self.target) - len(self.way)
        here = "".join(f"{part}." for part in self.target[: max(depth - 1, 0)])
        steps = [step for _, step in entry.arms]
        if not depth or here != scope.prefix or self.target[depth - 1] not in [step.id for step in steps]:
            return None
        wanted = self.target[depth - 1]
        return [step for step in steps if step.id == wanted or scope.prefix + step.id in self.results]
