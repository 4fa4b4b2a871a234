"""The one byte form of every event."""

from __future__ import annotations

import contextlib
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vm.core import events
from vm.core.describe import describe_call, describe_event, format_time
from vm.core.events import EVENT_TYPES, Event, decode_event, encode_event, quote
from vm.core.lifecycle import CHILD_LIFECYCLE, HOOK_LIFECYCLE, RUN_LIFECYCLE, STEP_LIFECYCLE, WAIT_LIFECYCLE
from vm.errors import MalformedValue

TEXTS = st.text(st.characters(codec=None, exclude_categories=[]), max_size=20)
ENCODED = st.sampled_from(["null", '{"a":[1,2]}', '{"$tuple":[[],{"args":",\\"args\\":"}]}', '"}"', "[]"])


def build(cls: type[Event]) -> st.SearchStrategy[Event]:
    kinds = {"int": st.integers(-(10**15), 10**15), "str": TEXTS, "Encoded": ENCODED}
    values: dict[str, Any] = {}
    for field in fields(cls):
        kind, _, optional = str(field.type).partition(" | ")
        values[field.name] = st.none() | kinds[kind] if optional else kinds[kind]
    return st.builds(cls, **values)


ANY_EVENT = st.one_of([build(cls) for cls in EVENT_TYPES.values()])


@given(ANY_EVENT)
@settings(max_examples=300)
def test_every_event_comes_back_from_its_bytes(event: Event) -> None:
    data = encode_event(event)
    assert decode_event(data) == event
    assert encode_event(decode_event(data)) == data
    assert b" " not in data.split(b'"')[0]


@given(ANY_EVENT, st.data())
@settings(max_examples=300)
def test_damaged_bytes_are_refused_or_another_event_but_never_another_error(event: Event, data: st.DataObject) -> None:
    raw = bytearray(encode_event(event))
    index = data.draw(st.integers(0, len(raw) - 1))
    raw[index] = data.draw(st.integers(0, 255))
    with contextlib.suppress(MalformedValue):
        decode_event(bytes(raw))


def test_canonical_form_is_what_the_journal_promises() -> None:
    event = events.StepCreated(
        at_ms=5, correlation_id="step_1", step='é"\ud800', options=events.Encoded('{"a":1}'), args=events.Encoded("[1]")
    )
    assert (
        encode_event(event)
        == '{"type":"step_created","at":5,"id":"step_1","step":"é\\"\\ud800","options":{"a":1},"args":[1]}'.encode()
    )


def test_quote_escapes_lone_surrogates_and_nothing_else_beyond_json() -> None:
    assert quote("aé\U0001f600") == '"aé\U0001f600"'
    assert quote("\udcff") == '"\\udcff"'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{}",
        b'{"type":"unheard_of","at":1}',
        b'{"type":"run_started"}',
        b'{"type":"run_started","at":"1"}',
        b'{"type":"run_started","at":1,"more":2}',
        b'{"type":"step_started","at":1,"id":7,"attempt":1}',
        b'{"type":"step_started","at":1,"id":"a\\q","attempt":1}',
        b'{"type":"step_started","at":1,"attempt":1,"id":"a"}',
        b'{"type":"step_created","at":1,"id":"a","step":"s","options":{bad},"args":[]}',
        b'{"type":"run_started","at":1',
    ],
)
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedValue):
        decode_event(data)


def test_every_event_type_has_a_place_in_a_lifecycle_or_is_a_note() -> None:
    tables = (RUN_LIFECYCLE, STEP_LIFECYCLE, WAIT_LIFECYCLE, HOOK_LIFECYCLE, CHILD_LIFECYCLE)
    named = {name for table in tables for _, name in table}
    assert named == set(EVENT_TYPES) - {"log_written", "attributes_set", "patch_marked"}


@given(ANY_EVENT)
@settings(max_examples=100)
def test_every_event_can_be_described_in_one_line(event: Event) -> None:
    assert describe_event(event)


def test_call_is_described_as_it_was_written() -> None:
    call = events.Encoded('{"$tuple":[{"$tuple":[42,"x"]},{"note":null}]}')
    assert describe_call("step//a.py//charge", call) == 'charge(42, "x", note=null)'
    assert describe_call("step//a.py//charge", events.Encoded("7")) == "charge(7)"


def test_long_values_are_cut_in_descriptions() -> None:
    call = events.Encoded('{"$tuple":[{"$tuple":["' + "x" * 500 + '"]},{}]}')
    assert len(describe_call("step//a.py//charge", call)) < 100


def test_times_are_shown_in_utc_with_milliseconds() -> None:
    assert format_time(946_684_800_000) == "2000-01-01T00:00:00.000Z"
    assert format_time(-1) == "1969-12-31T23:59:59.999Z"
