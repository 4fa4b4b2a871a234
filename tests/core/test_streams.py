"""A stream's name, and who may write to it."""

from __future__ import annotations

from typing import Any

import pytest

from vm.core.codec import decode, encode
from vm.core.streams import Stream, current_sink, get_writable
from vm.errors import OutsideStep


class Collecting:
    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def write(self, namespace: str, chunk: Any) -> str:
        self.calls.append((namespace, chunk))
        return "room"

    def close(self, namespace: str) -> None:
        self.calls.append((namespace,))


def test_stream_comes_back_from_its_bytes() -> None:
    assert decode(encode({"to": get_writable("a")})) == {"to": Stream("a")}


def test_stream_is_written_to_through_the_sink_of_the_attempt() -> None:
    sink = Collecting()
    token = current_sink.set(sink)
    try:
        assert get_writable("a").write({"done": 1}) == "room"
        get_writable().close()
    finally:
        current_sink.reset(token)
    assert sink.calls == [("a", {"done": 1}), ("",)]


def test_stream_outside_a_step_says_so() -> None:
    with pytest.raises(OutsideStep, match="write"):
        Stream().write("x")
    with pytest.raises(OutsideStep, match="close"):
        Stream().close()
