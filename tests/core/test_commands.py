"""A command and the event that records it have the same fields."""

from __future__ import annotations

from dataclasses import fields

import pytest

from vm.core.commands import Command
from vm.core.events import EVENT_TYPES, RunCreated, decode_event, encode_event, encode_event_of

COMMANDS = sorted(Command.__subclasses__(), key=lambda command: command.__name__)
OF_COMMANDS_ALONE = {"origin", "trace", "child", "is_awaited"}


def make(command: type[Command]) -> Command:
    values = {field.name: f"{field.name} é" for field in fields(command) if "Encoded" not in str(field.type)}
    values |= {field.name: '{"$tuple":[1,"é"]}' for field in fields(command) if "Encoded" in str(field.type)}
    return command(**{**values, "origin": None, **({"until_ms": 7} if "until_ms" in values else {})})  # type: ignore[arg-type]


def test_every_event_that_a_body_asks_for_is_of_one_command() -> None:
    asked_for = [event for event in EVENT_TYPES.values() if not event.is_fed and event is not RunCreated]
    assert sorted(event.type for event in asked_for) == sorted(command.becomes.type for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_fields_of_a_command_are_those_of_its_event(command: type[Command]) -> None:
    own = {field.name for field in fields(command)}
    of_event = {field.name for field in fields(command.becomes)} - {"at_ms"}
    assert of_event <= own
    assert own - of_event <= OF_COMMANDS_ALONE


@pytest.mark.parametrize("command", COMMANDS)
def test_bytes_of_a_command_are_those_of_the_event_that_it_becomes(command: type[Command]) -> None:
    made = make(command)
    event = made.event(5)
    assert (type(event), event.at_ms) == (command.becomes, 5)
    assert encode_event_of(command.becomes, made, 5) == encode_event(event)
    assert decode_event(encode_event(event)) == event
