"""Walks a graph: what follows what. One walker for both engines; it does nothing but ask its engine."""

from __future__ import annotations

from typing import Any

from vm.graph.kit.context import GraphContext, copy_of
from vm.graph.kit.engine import ANSWER, ExecutionEngine
from vm.graph.kit.mapping import resolve_map
from vm.graph.kit.nodes import GraphError
from vm.graph.kit.record import BAILED, CANCELED, FAILED, SUCCESS, WAITING, Record
from vm.graph.kit.strands import Group
from vm.graph.kit.travel import Journey

Outcome = tuple[str, Any]
"""How something ended: SUCCESS and a value, FAILED and the error, BAILED and a value, CANCELED and None."""


class Scope:
    """One execution of one workflow: the run's own, or a nested one's.

    `prefix` leads the paths of its steps, `key` their operations' keys; `index` is the item of the innermost foreach.
    """

    def __init__(self, workflow: Any, prefix: str, key: str, init_data: Any, index: Any = None) -> None:
        self.workflow = workflow
        self.prefix = prefix
        self.key = key
        self.init_data = init_data
        self.index = index
        self.results: dict[str, Any] = {}


class Walker:
    """One run's walk. `facts` are what the run was started with: `run_id`, `state`, `request_context`, ..."""

    def __init__(self, engine: ExecutionEngine, record: Record, facts: dict[str, Any]) -> None:
        self.engine = engine
        self.record = record
        self.facts = facts
        self.root: Any = None  # told when all that is left waits to be resumed
        self.state: dict[str, Any] = dict(facts.get("state") or {})
        self.versions = record.versions
        self.is_told = bool(facts.get("request_context")) or facts.get("resource_id") is not None
        self.per_step = bool(facts.get("per_step"))
        self.journey = Journey(facts.get("travel"))
        self.do_by_kind = {
            "step": self.do_step,
            "parallel": self.do_parallel,
            "branch": self.do_branch,
            "loop": self.do_loop,
            "foreach": self.do_foreach,
            "map": self.do_map,
            "sleep": self.do_sleep,
            "sleep_until": self.do_sleep_until,
            "event": self.do_event,
        }

    async def run(self, workflow: Any, value: Any) -> Outcome:
        """Run the graph from its input to its end, and return how it ended."""
        group = Group(self.root, 1)
        self.record.group = group
        self.record.begin(workflow.id, value, self.state, self.facts)
        scope = Scope(workflow, "", "", value)
        self.record.scopes[""] = scope
        kind, value = await self.run_checked(scope, value, group, self.facts.get("is_checked"))
        group.leave(kind == FAILED)
        self.record.finish(kind, self.engine.error_data(value) if kind == FAILED else value, self.engine.now_ms())
        return kind, value

    async def run_checked(self, scope: Scope, value: Any, group: Group, is_checked: Any = False) -> Outcome:
        """Run one workflow between the checks of its input and its result."""
        workflow = scope.workflow
        try:
            if workflow.input_schema is not None and workflow.validate_inputs and not is_checked:
                value = await self.engine.check_value(scope, "input", f"{scope.key}!input", value)
                scope.init_data = value
            if scope.prefix:
                kind, value = await self.engine.execute_workflow_step(self, scope, value, group)
            else:
                kind, value = await self.walk(scope, value, group)
            if kind in (SUCCESS, BAILED) and workflow.output_schema is not None and workflow.validate_inputs:
                value = await self.engine.check_value(scope, "result", f"{scope.key}!result", value)
        except Exception as error:  # noqa: BLE001 - whatever a check or an engine's hook raises is how it ended
            return FAILED, error
        return kind, value

    async def walk(self, scope: Scope, value: Any, group: Group) -> Outcome:
        """Go through the entries of a workflow."""
        entries = scope.workflow.entries
        first, value = self.journey.skip(self, scope, value)
        for position in range(first, len(entries)):
            entry = entries[position]
            kind, value = await self.do_by_kind[entry.kind](scope, entry, value, group)
            if kind != SUCCESS:
                return kind, value
            if self.per_step and not scope.prefix and position + 1 < len(entries):
                await self.pause(entry, group)
        return SUCCESS, value

    async def pause(self, entry: Any, group: Group) -> None:
        """Stop behind an entry until somebody says to go on."""
        suspension = {"key": f"{entry.id}!pause", "kind": "pause", "path": entry.id, "payload": None, "labels": []}
        suspension["index"] = None
        self.record.pause(suspension)
        payload = await self.park(suspension, group)
        self.record.suspensions.pop(suspension["key"], None)
        self.per_step = bool((payload or {}).get("per_step"))

    async def park(self, suspension: dict[str, Any], group: Group) -> Any:
        group.park()
        payload = await self.engine.wait_for_resume(suspension)
        group.unpark()
        return payload

    # ---- steps

    async def run_node(self, scope: Scope, node: Any, value: Any, group: Group, suffix: str = "") -> Outcome:
        """Run a step or a nested workflow, with an entry of its own in the record."""
        path = scope.prefix + node.id
        entry = self.record.start_step(path, value, self.engine.now_ms(), node.metadata)
        run = self.run_nested if self.engine.is_nested_workflow(node) else self.run_step
        kind, value = await run(scope, node, value, group, suffix, entry, scope.index)
        shown = self.engine.error_data(value) if kind == FAILED else value
        self.record.finish_step(path, entry, kind, shown, self.engine.now_ms())
        if kind == SUCCESS:
            scope.results[node.id] = value
        return kind, value

    async def run_nested(
        self, scope: Scope, node: Any, value: Any, group: Group, suffix: str, entry: dict[str, Any], index: Any
    ) -> Outcome:
        """Run a nested workflow in a scope of its own."""
        key = f"{scope.key}{node.id}{suffix}."
        inner = self.record.scopes[key] = Scope(node, f"{scope.prefix}{node.id}.", key, value, index)
        kind, value = await self.run_checked(inner, value, group)
        del self.record.scopes[key]
        return (SUCCESS if kind == BAILED else kind), value

    async def run_step(
        self, scope: Scope, step: Any, value: Any, group: Group, suffix: str, entry: dict[str, Any], index: Any
    ) -> Outcome:
        """Run a step, again and again while it suspends, and return how it ended."""
        path = scope.prefix + step.id
        key = f"{scope.key}{step.id}{suffix}"
        more = self.tell(scope, path, key)
        count = 0
        while True:
            try:
                answer = await self.engine.execute_step_with_retry(
                    scope, step, key if count == 0 else f"{key}@{count}", (value, index, more)
                )
            except Exception as error:  # noqa: BLE001 - whatever a step raises is how it ended
                return FAILED, error
            if type(answer) is not dict or ANSWER not in answer:
                return SUCCESS, answer
            answer = answer[ANSWER]
            self.take_state(answer)
            if "output" in answer:
                return SUCCESS, answer["output"]
            if "bail" in answer:
                return BAILED, answer["bail"]
            if "suspend" not in answer:
                return CANCELED, None
            count += 1
            suspension = {"key": f"{key}@{count}", "kind": "step", "path": path, "index": index}
            suspension["labels"] = answer.get("labels") or []
            suspension["payload"] = answer["suspend"]
            self.record.suspend_step(path, entry, suspension, self.engine.now_ms())
            resume = await self.park(suspension, group)
            self.record.resume_step(path, entry, suspension, resume, self.engine.now_ms())
            more = {**(self.tell(scope, path, key) or {}), "resume": resume, "suspended": answer["suspend"]}

    def tell(self, scope: Scope, path: str, key: str) -> dict[str, Any] | None:
        """Return what a step is told beside its input: nothing, mostly, and constant in how many steps there are."""
        if not (self.state or self.is_told or scope.key):
            return None
        told: dict[str, Any] = {}
        if scope.key:
            told["scope"] = scope.key
        if self.state:
            told["state"] = self.state
        if self.facts.get("request_context"):
            told["context"] = self.facts["request_context"]
        if self.facts.get("resource_id") is not None:
            told["resource"] = self.facts["resource_id"]
        return told

    def take_state(self, answer: dict[str, Any]) -> None:
        """Merge what a step has changed. Of two that computed from what they read, the later computation stands."""
        changes = answer.get("state")
        if not changes:
            return
        version = answer.get("version", 0)
        self.state = dict(self.state)
        for name, value in changes.items():
            if not version or version >= self.versions.get(name, 0):
                self.state[name] = value
                if version:
                    self.versions[name] = version
        self.record.state = self.state

    # ---- entries

    async def do_step(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        return await self.run_node(scope, entry.step, value, group)

    async def do_parallel(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        return await self.run_all(scope, entry.steps, value, group)

    async def do_branch(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        chosen = self.journey.arms(scope, entry)
        if chosen is None:
            chosen = []
            for number, (condition, step) in enumerate(entry.arms):
                context = GraphContext(self, scope, value)
                try:
                    key = f"{scope.key}{entry.id}!{number}"
                    if await self.engine.evaluate_condition(key, condition, context):
                        chosen.append(step)
                except Exception as error:  # noqa: BLE001 - a condition that raises fails the run
                    return FAILED, error
        return await self.run_all(scope, chosen, value, group)

    async def run_all(self, scope: Scope, nodes: list[Any], value: Any, group: Group) -> Outcome:
        """Run several steps together, wait for all, and return what they gave by id."""
        kept = self.journey.kept(self, scope, nodes)
        running = [node for node in nodes if node.id not in kept]
        inner = Group(group, len(running))

        def job(node: Any) -> Any:
            async def run() -> Outcome:
                outcome = await self.run_node(scope, node, copy_of(value), inner)
                inner.leave(outcome[0] != SUCCESS)
                return outcome

            return run

        outcomes = await self.engine.run_together(inner, [job(node) for node in running]) if running else []
        found = worst(outcomes)
        if found is not None:
            return found
        outputs = {node.id: outcome[1] for node, outcome in zip(running, outcomes, strict=True)}
        return SUCCESS, {node.id: kept[node.id] if node.id in kept else outputs[node.id] for node in nodes}

    async def do_loop(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        count = 0
        while True:
            count += 1
            kind, value = await self.run_node(scope, entry.step, value, group, f"#{count}")
            if kind != SUCCESS:
                return kind, value
            context = GraphContext(self, scope, value, count)
            try:
                key = f"{scope.key}{entry.id}#{count}!"
                found = bool(await self.engine.evaluate_condition(key, entry.condition, context))
            except Exception as error:  # noqa: BLE001 - a test that raises fails the run
                return FAILED, error
            if found == (entry.loop == "dountil"):
                return SUCCESS, value

    async def do_foreach(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        path = scope.prefix + entry.id
        row = self.record.start_step(path, value, self.engine.now_ms(), entry.step.metadata)
        try:
            if not isinstance(value, list | tuple):
                raise GraphError(f"foreach {path} goes through a list, and was given a {type(value).__name__}")
            width = entry.concurrency
            if callable(width):
                width = await self.engine.evaluate_condition(
                    f"{scope.key}{entry.id}!", width, GraphContext(self, scope, value)
                )
            if not isinstance(width, int) or width < 1:
                raise GraphError(f"the concurrency of foreach {path} is a number from 1 up, not {width!r}")
        except Exception as error:  # noqa: BLE001 - a concurrency function may raise anything
            kind, found = FAILED, error
        else:
            kind, found = await self.run_items(scope, entry.step, list(value), width, group, row)
        shown = self.engine.error_data(found) if kind == FAILED else found
        self.record.finish_step(path, row, kind, shown, self.engine.now_ms())
        if kind == SUCCESS:
            scope.results[entry.id] = found
        return kind, found

    async def run_items(
        self, scope: Scope, node: Any, items: list[Any], width: int, group: Group, row: dict[str, Any]
    ) -> Outcome:
        """Run a step for each item, `width` at a time. After one that did not succeed no other begins."""
        results: list[Any] = [None] * len(items)
        taken = iter(range(len(items)))
        ended: list[Outcome] = []
        path, total, count = scope.prefix + node.id, len(items), [0]
        run = self.run_nested if self.engine.is_nested_workflow(node) else self.run_step

        async def work(own: Group) -> None:
            for index in taken:
                kind, found = await run(scope, node, items[index], own, f"[{index}]", row, index)
                if kind != SUCCESS:
                    ended.append((kind, found))
                results[index] = found
                count[0] += 1
                self.record.events.append(("workflow-step-progress", path, row, (count[0], total)))
                if ended:
                    return

        if width == 1 or total < 2:
            await work(group)
        else:
            inner = Group(group, min(width, total))

            async def strand() -> None:
                before = len(ended)
                await work(inner)
                inner.leave(len(ended) > before)

            await self.engine.run_together(inner, [strand] * inner.left)
        return worst(ended) or (SUCCESS, results)

    async def do_map(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        path = scope.prefix + entry.id
        row = self.record.start_step(path, value, self.engine.now_ms())
        context = GraphContext(self, scope, value)
        try:
            found = await self.map_value(f"{scope.key}{entry.id}!", entry.mapping, context)
            kind = SUCCESS
        except Exception as error:  # noqa: BLE001 - a map that raises fails the run
            kind, found = FAILED, error
        shown = self.engine.error_data(found) if kind == FAILED else found
        self.record.finish_step(path, row, kind, shown, self.engine.now_ms())
        if kind == SUCCESS:
            scope.results[entry.id] = found
        return kind, found

    async def map_value(self, key: str, mapping: Any, context: GraphContext) -> Any:
        if callable(mapping):
            return await self.engine.evaluate_condition(key, mapping, context)
        made = {}
        for name, spec in mapping.items():
            function = spec.get("fn") if isinstance(spec, dict) else spec
            if callable(function) and not hasattr(function, "execute") and not hasattr(function, "entries"):
                made[name] = await self.engine.evaluate_condition(f"{key}{name}", function, context)
            else:
                made.update(resolve_map({name: spec}, context))
        return made

    async def do_sleep(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        return await self.do_wait(scope, entry, value, entry.duration, self.engine.execute_sleep_duration)

    async def do_sleep_until(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        return await self.do_wait(scope, entry, value, entry.moment, self.engine.execute_sleep_until)

    async def do_wait(self, scope: Scope, entry: Any, value: Any, until: Any, sleep: Any) -> Outcome:
        """Sleep, for as long as a value or a function says; the value passes through."""
        path, key = scope.prefix + entry.id, scope.key + entry.id
        row = self.record.start_step(path, value, self.engine.now_ms(), status=WAITING)
        kind, found = SUCCESS, value
        try:
            if callable(until):
                until = await self.engine.evaluate_condition(f"{key}!", until, GraphContext(self, scope, value))
            await sleep(key, until)
        except Exception as error:  # noqa: BLE001 - a function that raises fails the run, as does no duration
            kind, found = FAILED, error
        shown = self.engine.error_data(found) if kind == FAILED else found
        self.record.finish_step(path, row, kind, shown, self.engine.now_ms())
        return kind, found

    async def do_event(self, scope: Scope, entry: Any, value: Any, group: Group) -> Outcome:
        path = scope.prefix + entry.id
        row = self.record.start_step(path, value, self.engine.now_ms(), status=WAITING)
        suspension = {"key": scope.key + entry.id, "kind": "event", "path": path, "event": entry.name, "labels": []}
        suspension |= {"payload": None, "index": None}
        self.record.suspensions[suspension["key"]] = suspension
        payload = await self.engine.wait_for_resume(suspension)
        self.record.suspensions.pop(suspension["key"], None)
        self.record.finish_step(path, row, SUCCESS, payload, self.engine.now_ms())
        scope.results[entry.id] = payload
        return SUCCESS, payload


def worst(outcomes: list[Any]) -> Outcome | None:
    """Return what several strands come to, if they did not all succeed: a failure before all, then a cancellation."""
    for kind in (FAILED, CANCELED, BAILED):
        for outcome in outcomes:
            if outcome is not None and outcome[0] == kind:
                return outcome
    return None
