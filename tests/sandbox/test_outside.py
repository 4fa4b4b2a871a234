"""Hooks, child runs, attributes and patches as an author writes them."""

from __future__ import annotations

import pytest

from tests.sandbox.replays import T0, failure_of, result_of, start
from vm.core.codec import decode, encode
from vm.core.commands import CancelRun, CompleteRun, ContinueRun, OpenHook, RunStep, SetAttributes, StartChild
from vm.core.events import CancelRequested, ChildCompleted, HookReceived, StepCompleted, StepStarted
from vm.core.streams import Stream


def test_hook_is_awaited_and_iterated_in_a_body() -> None:
    source = """
from vm import create_hook
async def main():
    "use workflow"
    got = []
    with create_hook("orders", metadata={"for": "ada"}) as hook:
        got.append(await hook)
        async for payload in hook:
            got.append(payload)
            if payload == "last":
                break
    return got
"""
    replay, commands = start(source)
    assert commands == [OpenHook(correlation_id="hook_1", token="orders", metadata=encode({"for": "ada"}))]
    for value in (1, "more"):
        replay.feed(HookReceived(at_ms=T0, correlation_id="hook_1", payload=encode(value)))
    *_, last = replay.feed(HookReceived(at_ms=T0, correlation_id="hook_1", payload=encode("last")))
    assert last == CompleteRun(output=encode([1, "more", "last"]))


def test_hook_without_a_token_gets_an_unguessable_one() -> None:
    source = """
from vm import create_hook
async def main():
    "use workflow"
    return [await create_hook(), create_hook().token]
"""
    _, (command,) = start(source)
    assert isinstance(command, OpenHook)
    assert len(command.token) == 40


@pytest.mark.parametrize("token", ["''", "7", "'a\\nb'", "'x' * 257"])
def test_token_that_cannot_be_one_is_refused(token: str) -> None:
    kind, text, _ = failure_of(f"""
from vm import create_hook
async def main():
    "use workflow"
    create_hook({token})
""")
    assert kind == "vm//BadOption"
    assert "token" in text


def test_webhook_takes_no_token_of_the_author() -> None:
    kind, text, _ = failure_of("""
from vm import create_webhook
async def main():
    "use workflow"
    create_webhook(token="mine")
""")
    assert kind == "TypeError"
    assert "token" in text


@pytest.mark.parametrize(
    "answer", ['"later"', "{'code': 1}", "{'status': 99}", "{'status': True}", "{'headers': {'a': 1}}", "[1]"]
)
def test_webhook_answer_that_cannot_be_one_is_refused(answer: str) -> None:
    kind, text, _ = failure_of(f"""
from vm import create_webhook
async def main():
    "use workflow"
    create_webhook(respond_with={answer})
""")
    assert kind == "vm//BadOption"
    assert "respond_with" in text


def test_webhook_records_how_its_caller_is_answered() -> None:
    source = """
from vm import create_webhook
async def main():
    "use workflow"
    hook = create_webhook(respond_with={"status": 201, "body": "thanks"})
    return [hook.url, await hook]
"""
    _, (command,) = start(source)
    assert isinstance(command, OpenHook)
    assert (command.kind, command.respond) == ("webhook", '{"status":201,"body":"thanks"}')


def test_defined_hook_names_its_schema_by_file_and_name() -> None:
    source = """
from pydantic import BaseModel
from vm import define_hook

class Answer(BaseModel):
    ok: bool

Approval = define_hook(Answer)
Count = define_hook(int)

async def main():
    "use workflow"
    return [await Approval.create("a"), await Count.create("b")]
"""
    replay, (opened,) = start(source)
    assert isinstance(opened, OpenHook)
    assert opened.schema == "workflow.py//Answer"
    (second,) = replay.feed(HookReceived(at_ms=T0, correlation_id="hook_1", payload=encode({"ok": True})))
    assert isinstance(second, OpenHook)
    assert second.schema == "builtins//int"


def test_schema_without_a_name_is_refused() -> None:
    kind, text, _ = failure_of("""
from vm import define_hook
async def main():
    "use workflow"
    class Local: pass
    define_hook(Local)
""")
    assert kind == "vm//BadOption"
    assert "top of the file" in text


CHILDREN = """
from vm import start, start_with
async def main(how: int = 0):
    "use workflow"
    if how == 0:
        run = await start(child, 7, note="x")
    else:
        run = start_with("child", [7], {"note": "x"}, run_id="c-1", on_close="abandon")
    return [run.run_id, await run.result()]

async def child(number: int, note: str):
    "use workflow"
    return number
"""


@pytest.mark.parametrize(("how", "run_id", "on_close"), [(0, "run.1", "cancel"), (1, "c-1", "abandon")])
def test_child_is_named_by_its_function_or_by_name(how: int, run_id: str, on_close: str) -> None:
    replay, (command,) = start(CHILDREN, how)
    assert command == StartChild(
        correlation_id="child_1",
        child=run_id,
        workflow="workflow//workflow.py//child",
        on_close=on_close,
        input=encode(((7,), {"note": "x"})),
    )
    *_, last = replay.feed(ChildCompleted(at_ms=T0, correlation_id="child_1", result=encode("done")))
    assert last == CompleteRun(output=encode([run_id, "done"]))


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("start(main2)", "NameError"),
        ("start('nobody')", "vm//BadOption"),
        ("start(7)", "vm//BadOption"),
        ("start(helper)", "vm//BadOption"),
        ("start(main)", "vm//WrongArguments"),
        ("start_with(main, [1], on_close='x')", "vm//BadOption"),
        ("start_with(main, [1], run_id='a b')", "vm//BadInput"),
        ("start(main, lambda: 1)", "vm//NotSerializable"),
    ],
)
def test_start_that_cannot_be_is_refused(call: str, kind: str) -> None:
    found, _, _ = failure_of(
        f"""
from vm import start, start_with
def helper(): pass
async def main(one):
    "use workflow"
    {call}
""",
        1,
    )
    assert found == kind


def test_cancelled_body_compensates_and_lets_the_cancellation_pass() -> None:
    source = """
from vm import RunCancelled, log, sleep
async def main():
    "use workflow"
    try:
        await sleep("1h")
    except RunCancelled as why:
        log(f"asked to end: {why}")
        raise
"""
    replay, _ = start(source)
    commands = replay.feed(CancelRequested(at_ms=T0, mode="cancel", reason="too slow"))
    assert [type(command).__name__ for command in commands] == ["CancelWait", "WriteLog", "CancelRun"]
    assert commands[1].event(T0).text == "asked to end: too slow"  # type: ignore[attr-defined]


def test_broad_handler_of_exceptions_does_not_swallow_a_cancellation() -> None:
    source = """
from vm import sleep
async def main():
    "use workflow"
    while True:
        try:
            await sleep("1h")
        except Exception:
            pass
"""
    replay, _ = start(source)
    assert replay.feed(CancelRequested(at_ms=T0, mode="cancel"))[-1] == CancelRun()


def test_continue_as_new_ends_the_body_with_the_next_arguments() -> None:
    source = """
from vm import continue_as_new
async def main(day: int):
    "use workflow"
    try:
        continue_as_new(day + 1)
    except Exception:
        return "swallowed"
"""
    _, commands = start(source, 1)
    assert commands == [ContinueRun(next="run:2", input=encode(((2,), {})))]


def test_continue_as_new_with_wrong_arguments_fails_where_it_is_called() -> None:
    kind, _, lines = failure_of(
        """
from vm import continue_as_new
async def main(day: int):
    "use workflow"
    continue_as_new()
""",
        1,
    )
    assert (kind, lines[-1]) == ("vm//WrongArguments", 5)


def test_attributes_are_checked_and_recorded() -> None:
    source = """
from vm import set_attributes
async def main():
    "use workflow"
    set_attributes({"order": 7}, stage="paid", gone=None)
    try:
        set_attributes(bad=[1])
    except Exception as error:
        return type(error).__name__
"""
    _, commands = start(source)
    assert commands[0] == SetAttributes(attributes=encode({"order": 7, "stage": "paid", "gone": None}))
    assert decode(commands[1].output) == "BadOption"  # type: ignore[attr-defined]


def test_new_run_takes_the_patched_way() -> None:
    assert result_of("""
from vm import patched
async def main():
    "use workflow"
    return [patched("faster"), patched("faster")]
""") == [True, True]


def test_stream_crosses_to_a_step_by_its_name() -> None:
    source = """
from vm import get_writable
async def main():
    "use workflow"
    await report(get_writable("progress"))
    try:
        get_writable().write("x")
    except Exception as error:
        return type(error).__name__

async def report(stream):
    "use step"
"""
    replay, (command,) = start(source)
    assert isinstance(command, RunStep)
    (stream,), _ = decode(command.args)
    assert stream == Stream("progress")
    replay.feed(StepStarted(at_ms=T0, correlation_id="step_1", attempt=1))
    (done,) = replay.feed(StepCompleted(at_ms=T0, correlation_id="step_1", result=encode(None)))
    assert done == CompleteRun(output=encode("OutsideStep"))


@pytest.mark.parametrize("name", ["7", "'x' * 129", "'a\\nb'"])
def test_stream_name_that_cannot_be_one_is_refused(name: str) -> None:
    kind, text, _ = failure_of(f"""
from vm import get_writable
async def main():
    "use workflow"
    get_writable({name})
""")
    assert kind == "vm//BadOption"
    assert "namespace" in text
