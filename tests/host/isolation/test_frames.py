"""Frames of bytes: what goes in comes out, what is none is refused, and nobody waits for ever."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vm.host.isolation.frames import MAX_FIELDS, BadFrame, Channel, Hangup, pack, unpack

fields = st.lists(st.none() | st.binary(max_size=40), max_size=MAX_FIELDS).map(tuple)


@pytest.fixture
def ends() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, max_frame=1000), theirs


@given(fields)
def test_a_frame_holds_its_fields(given_fields: tuple[bytes | None, ...]) -> None:
    assert unpack(pack(*given_fields)[4:]) == given_fields


@given(st.binary(max_size=200))
def test_any_bytes_are_fields_or_are_refused(body: bytes) -> None:
    try:
        found = unpack(body)
    except BadFrame:
        return
    assert pack(*found)[4:] == body


@pytest.mark.parametrize(
    "body",
    [b"\0", b"\0\0\0", struct.pack("!I", 5) + b"four", pack(*[b""] * (MAX_FIELDS + 1))[4:]],
    ids=["half-a-length", "most-of-one", "too-short", "too-many"],
)
def test_what_is_no_frame_is_refused(body: bytes) -> None:
    with pytest.raises(BadFrame):
        unpack(body)


def test_frames_are_told_apart_however_they_arrive(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    stream = pack(b"one", None) + pack(b"two")
    for cut in (3, 9, len(stream)):
        other.sendall(stream[:cut])
        stream = stream[cut:]
    assert channel.receive() == (b"one", None)
    assert channel.receive() == (b"two",)


def test_a_frame_that_is_too_large_is_refused_before_it_is_read(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    other.sendall(struct.pack("!I", 1001))
    with pytest.raises(BadFrame, match="1,001 bytes, where 1,000 are the most"):
        channel.receive()


def test_half_a_frame_is_not_waited_for_after_the_deadline(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    other.sendall(b"\0\0")
    with pytest.raises(TimeoutError):
        channel.receive(time.monotonic())


def test_the_other_sides_end_is_heard(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    other.sendall(b"\0\0\0\4abc")
    other.close()
    with pytest.raises(Hangup):
        channel.receive()
    with pytest.raises(Hangup):
        channel.send(pack(b"x"), 1)


def test_shutting_is_heard_by_who_waits(ends: tuple[Channel, socket.socket]) -> None:
    channel, _ = ends
    channel.shut()
    channel.shut()
    with pytest.raises(Hangup):
        channel.receive()
