"""What a step's function is given: the context of one attempt."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NoReturn

from vm.graph.kit.context import id_of
from vm.graph.kit.engine import Call
from vm.graph.kit.nodes import Step
from vm.graph.schemas import parse, plain


class Stop(BaseException):
    """Raised by `suspend`, `bail` and `abort`: the attempt ends here. Let it pass."""

    def __init__(self, context: StepContext, answer: dict[str, Any]) -> None:
        super().__init__("the attempt ends here")
        self.context = context
        self.answer = answer


class RequestContext(dict[str, Any]):
    """What a run was started for: values by name, the same in every step. `get`, `[...]` and attributes read it."""

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(name)

    def set(self, name: str, value: Any) -> None:
        """Put a value in, before a run is started. A step's copy is its own."""
        self[name] = value


class Facts:
    """What an engine knows of an attempt, and does for it. One for each."""

    validate_inputs = True

    def __init__(self, run_id: str, workflow_id: str, path: str, retry_count: int) -> None:
        self.run_id = run_id
        self.workflow_id = workflow_id
        self.path = path
        self.retry_count = retry_count

    @property
    def engine(self) -> dict[str, Any]:
        """What the step sees as `ctx.engine`."""
        return {}

    @property
    def writer(self) -> Any:
        """What the step sees as `ctx.writer`."""
        return None

    def read(self, scope: str, id: str | None) -> Any:
        """Return a step's output as it is seen in a scope; of id None, the scope's input. A copy."""
        raise NotImplementedError

    def change_state(self, changes: list[Any], state: dict[str, Any]) -> dict[str, Any]:
        """Apply changes to the state as it now is, of which `state` is what the step was told.

        Returns `state`, the keys that they set, and perhaps `version`, the number of this computation.
        """
        raise NotImplementedError

    def is_cancelled(self) -> bool:
        return False


class StepContext:
    """The context of one attempt. Values are copies: what is done to them stays here.

    `input_data` is the input as its schema reads it; `resume_data` what the step was resumed with, and
    `suspend_data` what it suspended with before; `retry_count` counts attempts from 0.
    """

    def __init__(self, step: Step[Any, Any], value: Any, call: Call, facts: Facts) -> None:
        told = call[2] or _NOTHING
        self.input_data: Any = value
        self.foreach_index: int | None = call[1]
        self.resume_data: Any = told.get("resume")
        self.suspend_data: Any = told.get("suspended")
        self.state: dict[str, Any] = told.get("state") or {}
        self.resource_id: str | None = told.get("resource")
        self.run_id = facts.run_id
        self.workflow_id = facts.workflow_id
        self.retry_count = facts.retry_count
        self.step_id = step.id
        self._step = step
        self._facts = facts
        self._told = told
        self._changes: list[Any] = []

    @cached_property
    def request_context(self) -> RequestContext:
        """What the run was started for."""
        return RequestContext(self._told.get("context") or {})

    @property
    def path(self) -> str:
        """The step's dotted path in the run's graph."""
        return self._facts.path

    @property
    def metadata(self) -> dict[str, Any]:
        """The step's own metadata."""
        return dict(self._step.metadata)

    @property
    def engine(self) -> dict[str, Any]:
        """What there is to know of the engine: its `name`, on the VM the `step_id`, the idempotency key."""
        return self._facts.engine

    @property
    def writer(self) -> Any:
        """`await ctx.writer.write(chunk)`: output on its way, for who follows the run."""
        return self._facts.writer

    @property
    def has_changes(self) -> bool:
        return bool(self._changes)

    # ---- ends

    def suspend(self, payload: Any = None, resume_label: str | list[str] | None = None) -> NoReturn:
        """End the attempt; the function runs again from its top when the step is resumed.

        `resume_label` is another name, or several, to resume it by.
        """
        labels = [] if resume_label is None else [resume_label] if isinstance(resume_label, str) else list(resume_label)
        answer: dict[str, Any] = {"suspend": plain(payload)}
        if labels:
            answer["labels"] = labels
        raise Stop(self, answer)

    def bail(self, value: Any = None) -> NoReturn:
        """End the workflow successfully with a value. In a nested workflow that one ends."""
        raise Stop(self, {"bail": plain(value)})

    def abort(self) -> NoReturn:
        """Cancel the run."""
        raise Stop(self, {"abort": True})

    @property
    def cancelled(self) -> bool:
        """Whether the run is being cancelled. An async step is cancelled where it awaits; this is for long loops."""
        return self._facts.is_cancelled()

    # ---- state, and what came before

    def set_state(self, changes: Any) -> Any:
        """Change the run's state when this step ends: some keys, or `function(state)` that returns them.

        A function is applied to the state as it then is, after those of steps that ended before.
        """
        self._changes.append(changes)
        if not callable(changes):
            self.state.update(plain(changes))
        return Done()

    def get_init_data(self) -> Any:
        """Return the input of the workflow that this step stands in."""
        return self._facts.read(self._told.get("scope", ""), None)

    def get_step_result(self, step: Any) -> Any:
        """Return the output of a step by its id, or the step itself; None while there is none."""
        return self._facts.read(self._told.get("scope", ""), id_of(step))

    def finish(self, answer: dict[str, Any], *, checks: bool) -> dict[str, Any]:
        """Return how the attempt ended, with its changes of state."""
        if "suspend" in answer and checks and self._step.suspend_schema is not None:
            what = f"the suspension of step {self._step.id} does not fit its schema"
            answer["suspend"] = parse(self._step.suspend_schema, answer["suspend"], what)
        if self._changes:
            answer |= self._facts.change_state(self._changes, self.state)
        return answer


_NOTHING: Mapping[str, Any] = {}


class Done:
    """`await ctx.set_state(...)` is as good as calling it."""

    def __await__(self) -> Any:
        return
        yield


def merge(changes: list[Any], state: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that changes, applied in order to a state, set."""
    made: dict[str, Any] = {}
    for change in changes:
        found = change(copy.deepcopy({**state, **made})) if callable(change) else change
        if inspect.isawaitable(found):
            raise TypeError("set_state takes a plain function of the state, not an async one")
        made.update(plain(found) or {})
    return made


def copied(value: Any) -> Any:
    try:
        return copy.deepcopy(value)
    except TypeError:  # a connection, say, in a run of this process alone
        return value
