"""Commands cross as fields and come back as they were; what no body of ours says is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vm.core import commands as ask
from vm.core.codec import encode, encode_call
from vm.core.commands import Command, Origin
from vm.host.isolation.claims import Claims
from vm.host.isolation.frames import BadFrame, Fields, pack, unpack
from vm.host.isolation.speech import MAX_TRACE, hear_command, hear_frames, say_command

CALL = encode_call((1, "é"), {"x": None})
TRACE = (("order.py", 17, "main"), ("lib/é.py", 3, "C.<locals>.f"))
STEP = "step//a.py//f"
WORKFLOW = "workflow//a.py//w"

EVERY: tuple[Command, ...] = (
    ask.RunStep(correlation_id="step_1", step=STEP, args=CALL, options=encode({"max_retries": 2})),
    ask.RunStep(correlation_id="step_2", step=STEP, args=CALL, origin="order.py:17 in main"),
    ask.CancelStep(correlation_id="step_1"),
    ask.StartWait(correlation_id="wait_3", until_ms=1_700_000_000_000),
    ask.CancelWait(correlation_id="wait_3"),
    ask.WriteLog(level="info", text="line\nline é"),
    ask.OpenHook(correlation_id="hook_4", token="t", kind="webhook", schema="a.py//S", respond=encode("manual")),
    ask.DisposeHook(correlation_id="hook_4"),
    ask.StartChild(correlation_id="child_5", child="r.5", workflow=WORKFLOW, on_close="abandon", input=CALL),
    ask.CancelChild(correlation_id="child_5", child="r.5", is_awaited=True),
    ask.SetAttributes(attributes=encode({"city": "Rome", "n": 1, "gone": None})),
    ask.MarkPatch(patch="newer"),
    ask.CompleteRun(output=encode([1, 2])),
    ask.FailRun(error=encode(ValueError("x")), trace=TRACE),
    ask.CancelRun(output=encode(1)),
    ask.CancelRun(error=encode(ValueError("x")), trace=TRACE),
    ask.ContinueRun(next="r:2", input=CALL),
)


def say(command: Command) -> Fields:
    return unpack(pack(*say_command(command))[4:])


def members(command: Command) -> dict[str, Any]:
    return {name: getattr(command, name) for name in type(command).__dataclass_fields__ if name != "origin"}


@pytest.mark.parametrize("command", EVERY, ids=lambda command: type(command).__name__)
def test_a_command_comes_back_as_it_was_said(command: Command) -> None:
    heard = hear_command(say(command))
    assert heard == command
    assert members(heard) == members(command)
    assert heard.origin == command.origin


def test_every_command_can_be_said() -> None:
    said = {type(command).__name__ for command in EVERY}
    assert said == {kind.__name__ for kind in ask.Command.__subclasses__()}


def test_the_place_of_a_command_crosses_as_text() -> None:
    code = compile("\n\nx = 1", "order.py", "exec")
    command = ask.WriteLog(level="info", text="x", origin=Origin(code, 2))
    assert hear_command(say(command)).origin == str(command.origin)


def test_our_own_commands_are_believed() -> None:
    claims = Claims()
    for command in EVERY:
        claims.check(command)


@pytest.mark.parametrize(
    "fields",
    [
        (),
        (b"RunStep",),
        (b"Command", None),
        (b"__import__", None, b"os"),
        (b"CancelStep", None),
        (b"CancelStep", None, None),
        (b"CancelStep", None, b"\xff\xfe"),
        (b"CancelStep", None, b"step_1", b"more"),
        (b"CancelStep", None, b"step_1", b"a.py", b"1", b"f"),
        (b"StartWait", None, b"wait_1", b"1.5"),
        (b"StartWait", None, b"wait_1", b"1_0"),
        (b"StartWait", None, b"wait_1", b"9" * 19),
        (b"CancelChild", None, b"child_1", b"r", b"yes"),
        (b"FailRun", None, b"null", b"a.py", b"1"),
        (b"FailRun", None, b"null", b"a.py", None, b"f"),
        (b"FailRun", None, b"null", *((b"a.py", b"1", b"f") * (MAX_TRACE + 1))),
    ],
)
def test_what_is_no_command_is_refused(fields: Fields) -> None:
    with pytest.raises(BadFrame):
        hear_command(fields)


anything = st.none() | st.binary(max_size=30) | st.sampled_from([b"step_1", b"1", b"null", b"[]", b"a.py", b"-1"])


@given(st.sampled_from([type(command).__name__.encode() for command in EVERY]), st.lists(anything, max_size=12))
def test_whatever_is_said_is_a_command_or_is_refused(name: bytes, rest: list[bytes | None]) -> None:
    try:
        command = hear_command((name, *rest))
        Claims().check(command)
    except BadFrame:
        return
    assert hear_command(say(command)) == command


@given(st.sampled_from(EVERY), st.data())
def test_a_command_with_a_word_changed_is_a_command_or_is_refused(command: Command, data: st.DataObject) -> None:
    fields = list(say(command))
    fields[data.draw(st.integers(0, len(fields) - 1))] = data.draw(anything)
    try:
        Claims().check(hear_command(tuple(fields)))
    except BadFrame:
        return


def test_no_frames_are_no_trace() -> None:
    assert hear_frames(()) == ()


@pytest.mark.parametrize(
    "command",
    [
        ask.RunStep(correlation_id="../../x", step=STEP, args=CALL),
        ask.RunStep(correlation_id="step_0", step=STEP, args=CALL),
        ask.RunStep(correlation_id="step_1", step="os.system", args=CALL),
        ask.RunStep(correlation_id="step_1", step=STEP, args=ask.Encoded('1,"x":2')),
        ask.RunStep(correlation_id="step_1", step=STEP, args=ask.Encoded("[" * 100_000)),
        ask.RunStep(correlation_id="step_1", step=STEP, args=CALL, options=encode({"shell": True})),
        ask.RunStep(correlation_id="step_1", step=STEP, args=CALL, options=encode({"timeout_ms": "soon"})),
        ask.StartWait(correlation_id="wait_1", until_ms=-1),
        ask.OpenHook(correlation_id="hook_1", token="", kind="hook"),
        ask.OpenHook(correlation_id="hook_1", token="t", kind="door"),
        ask.StartChild(correlation_id="child_1", child="a b", workflow=WORKFLOW, on_close="cancel", input=CALL),
        ask.StartChild(correlation_id="child_1", child="r", workflow=WORKFLOW, on_close="haunt", input=CALL),
        ask.ContinueRun(next="", input=CALL),
        ask.SetAttributes(attributes=encode({"a": [1]})),
        ask.SetAttributes(attributes=encode([1])),
        ask.WriteLog(level="", text="x"),
        ask.CompleteRun(output=ask.Encoded("NaN")),
    ],
)
def test_what_no_body_asks_for_is_not_believed(command: Command) -> None:
    with pytest.raises(BadFrame):
        Claims().check(command)


def test_no_id_is_used_twice() -> None:
    claims = Claims()
    claims.check(ask.StartWait(correlation_id="wait_2", until_ms=1))
    with pytest.raises(BadFrame, match="used before"):
        claims.check(ask.RunStep(correlation_id="step_2", step=STEP, args=CALL))
