"""What a body starts in the world outside, beside steps: hooks, webhooks, child runs; and what it says of itself.

Bound to one run's `Context`, like the rest of the surface.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FrameType, FunctionType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from vm import errors
from vm.core.children import ON_CLOSE, ChildRun
from vm.core.commands import Origin
from vm.core.context import Context
from vm.core.hooks import Hook
from vm.core.ids import check_run_id, short_name, workflow_id
from vm.core.streams import get_writable
from vm.sandbox.placeholder import Placeholder

if TYPE_CHECKING:
    from vm.sandbox.declared import Declared

MAX_TOKEN: Final = 256
MAX_ATTRIBUTES: Final = 64
_BUILTIN_SCHEMAS: Final = (str, int, float, bool, bytes, list, dict, tuple)
_ATTRIBUTE_KINDS: Final = (str, int, float, bool, type(None))


def make_hooks(context: Context) -> dict[str, object]:
    """Return the names by which one run's body opens hooks."""

    def create_hook(token: str | None = None, metadata: Any = None) -> Hook:
        """Open a mailbox: await it for the next payload, iterate for all of them, use it in a `with`."""
        return context.open_hook(token=_check_token(token), metadata=metadata, origin=_caller())

    def create_webhook(*, respond_with: Any = None, metadata: Any = None) -> Hook:
        """Open a mailbox with an address: `url`. Its payloads are requests.

        `respond_with` is what a caller is answered: None (202), a dict of `status`, `headers` and `body`, or
        "manual", when a step answers with `respond`.
        """
        answer = _check_answer(respond_with)
        return context.open_hook(kind="webhook", respond=answer, metadata=metadata, origin=_caller())

    def define_hook(schema: Any) -> HookDefinition:
        """Define hooks whose payloads are checked against a type before they are taken."""
        return HookDefinition(context, _name_schema(schema, sys._getframe(1)))

    return {"create_hook": create_hook, "create_webhook": create_webhook, "define_hook": define_hook}


class HookDefinition:
    """Hooks of one schema, inside a body. Outside, the same definition resumes them."""

    __slots__ = ("_context", "_schema")

    def __init__(self, context: Context, schema: str) -> None:
        self._context = context
        self._schema = schema

    def create(self, token: str | None = None, metadata: Any = None) -> Hook:
        """Open a mailbox. See `create_hook`."""
        return self._context.open_hook(
            token=_check_token(token), schema=self._schema, metadata=metadata, origin=_caller()
        )

    def resume(self, *_: object, **__: object) -> NoReturn:
        raise errors.NotAvailable("define_hook(...).resume", fix="resume hooks from outside, or in a step")


def make_runs(context: Context, workflows: Mapping[str, Declared]) -> dict[str, object]:
    """Return the names by which one run's body starts others. `workflows` are those of its bundle, by id."""

    def start(child: Any, /, *args: Any, **kwargs: Any) -> ChildRun:
        """Start a run of a workflow of this file, in the same transaction. `await run.result()` waits for its end."""
        return _start(child, args, kwargs, None, "cancel", _caller())

    def start_with(
        child: Any,
        args: tuple[Any, ...] | list[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        run_id: str | None = None,
        on_close: str = "cancel",
    ) -> ChildRun:
        """Start a run with options: its `run_id`, and what becomes of it when this run ends first.

        `on_close` is "cancel" or "abandon".
        """
        if on_close not in ON_CLOSE:
            raise errors.BadOption("on_close", f"it is not one of {', '.join(ON_CLOSE)}")
        chosen = None if run_id is None else check_run_id(_text("run_id", run_id))
        return _start(child, tuple(args), dict(kwargs or {}), chosen, on_close, _caller())

    def _start(
        child: Any, args: tuple[Any, ...], kwargs: dict[str, Any], run_id: str | None, on_close: str, origin: Origin
    ) -> ChildRun:
        declared = _find_workflow(child, workflows)
        declared.check_arguments(args, kwargs)
        operation = context.start_child(declared.id, args, kwargs, run_id=run_id, on_close=on_close, origin=origin)
        return ChildRun(operation)

    def continue_as_new(*args: Any, **kwargs: Any) -> NoReturn:
        """End this run; a new one of the same workflow goes on with these arguments. Costs a bounded journal."""
        if (declared := workflows.get(context.workflow)) is not None:
            declared.check_arguments(args, kwargs)
        context.continue_as_new(args, kwargs)

    return {"start": start, "start_with": start_with, "continue_as_new": continue_as_new}


def make_notes(context: Context) -> dict[str, object]:
    """Return the names by which one run's body leaves something to be found or read outside."""

    def set_attributes(attributes: Mapping[str, Any] | None = None, /, **named: Any) -> None:
        """Have the run found by these: text, numbers, booleans; None takes one away."""
        given = {**(attributes or {}), **named}
        _check_attributes(given)
        context.set_attributes(given, origin=_caller())

    def patched(patch: str) -> bool:
        """Say whether to take the new way at a change of code: True in new runs, False in those that passed it."""
        return context.patched(_text("patched", patch), origin=_caller())

    return {"set_attributes": set_attributes, "patched": patched, "get_writable": get_writable}


def _caller() -> Origin:
    """Return the place in the author's source that called the function which asks."""
    frame = sys._getframe(2)
    return Origin(frame.f_code, frame.f_lasti)


def _text(what: str, value: object) -> str:
    if type(value) is not str or not value:
        raise errors.BadOption(what, f"a {type(value).__name__} is not a name: give some text")
    return value


def _check_token(token: object) -> str | None:
    if token is None:
        return None
    text = _text("token", token)
    if len(text) > MAX_TOKEN or not text.isprintable():
        raise errors.BadOption("token", f"it has to be up to {MAX_TOKEN} printable characters")
    return text


def _check_answer(answer: Any) -> Any:
    """Return what a webhook's caller is answered. Raises `BadOption`."""
    if answer is None or answer == "manual":
        return answer
    if type(answer) is not dict or not answer.keys() <= {"status", "headers", "body"}:
        raise errors.BadOption("respond_with", 'give "manual", or a dict of status, headers and body')
    status = answer.get("status", 200)
    if type(status) is not int or not 200 <= status <= 599:
        raise errors.BadOption("respond_with", "status has to be a number from 200 to 599")
    headers = answer.get("headers", {})
    if type(headers) is not dict or not all(type(text) is str for pair in headers.items() for text in pair):
        raise errors.BadOption("respond_with", "headers have to be a dict of text")
    return answer


def _check_attributes(attributes: Mapping[str, Any]) -> None:
    if len(attributes) > MAX_ATTRIBUTES:
        raise errors.BadOption("set_attributes", f"at most {MAX_ATTRIBUTES} at once")
    for name, value in attributes.items():
        if type(name) is not str or type(value) not in _ATTRIBUTE_KINDS:
            raise errors.BadOption("set_attributes", "give text, numbers, booleans, or None to take one away")


def _name_schema(schema: Any, frame: FrameType) -> str:
    """Return the name by which the host finds a schema: where its file binds it.

    Raises:
        BadOption: It has no name at the top of the file: the host could not find it.
    """
    if any(schema is known for known in _BUILTIN_SCHEMAS):
        return f"builtins//{schema.__name__}"
    for name, value in frame.f_globals.items():
        if value is schema and (isinstance(value, type) or type(value) is Placeholder):
            return f"{frame.f_code.co_filename}//{name}"
    raise errors.BadOption("define_hook", "give it a type that has a name at the top of the file")


def _find_workflow(child: Any, workflows: Mapping[str, Declared]) -> Declared:
    """Return the workflow that a function, an id or a name means.

    Raises:
        BadOption: It means none, or several.
    """
    if type(child) is FunctionType:
        found = [workflows.get(workflow_id(child.__code__.co_filename, child.__qualname__))]
    elif type(child) is str:
        found = [declared for id, declared in workflows.items() if child in (id, short_name(id))]
    else:
        found = []
    known = [declared for declared in found if declared is not None]
    if len(known) == 1:
        return known[0]
    names = ", ".join(workflows) or "none"
    raise errors.BadOption("start", f"give it one of the workflows of this run's files: {names}")
