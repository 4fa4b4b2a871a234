"""Chunks on their way from a step to the engine."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
import trio

from vm.core.codec import PLAIN
from vm.errors import LimitExceeded, NotSerializable
from vm.host import streams
from vm.host.streams import AttemptSink, make_chunk
from world.changes import NewChunk


class Notices(list[None]):
    def __call__(self) -> None:
        self.append(None)


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "ROOM_BYTES", 10)


def test_chunks_are_text_bytes_or_encoded_values() -> None:
    chunks = [make_chunk("", chunk, PLAIN) for chunk in ("é", b"\x00", bytearray(b"a"), {"a": (1,)})]
    assert [(chunk.kind, chunk.body) for chunk in chunks] == [
        ("text", "é".encode()),
        ("bytes", b"\x00"),
        ("bytes", b"a"),
        ("value", b'{"a":{"$tuple":[1]}}'),
    ]


def test_chunk_that_cannot_be_stored_is_refused_where_it_is_written() -> None:
    with pytest.raises(NotSerializable):
        AttemptSink(PLAIN, "trio", Notices()).write("", object())


async def test_engine_is_told_once_and_takes_everything_in_order() -> None:
    notices = Notices()
    sink = AttemptSink(PLAIN, "trio", notices)
    await sink.write("", "a")
    await sink.write("x", "b")
    await sink.close("x")
    assert len(notices) == 1
    assert sink.take() == [NewChunk("", "text", b"a"), NewChunk("x", "text", b"b"), "x"]
    assert sink.take() == []
    await sink.write("", "c")
    assert len(notices) == 2


@pytest.mark.usefixtures("little_room")
async def test_write_waits_until_what_was_written_is_stored(autojump_clock: trio.testing.MockClock) -> None:
    sink = AttemptSink(PLAIN, "trio", Notices())
    with trio.move_on_after(1) as scope:
        await sink.write("", "x" * 20)
    assert scope.cancelled_caught
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sink.wait_for_room)
        await trio.testing.wait_all_tasks_blocked()
        sink.commit(sink.take())


@pytest.mark.usefixtures("little_room")
def test_plain_step_is_held_in_its_thread() -> None:
    sink = AttemptSink(PLAIN, "thread", Notices())
    thread = threading.Thread(target=sink.write, args=("", "x" * 20))
    thread.start()
    while not (items := sink.take()):
        pass
    assert thread.is_alive()
    sink.commit(items)
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.usefixtures("little_room")
def test_asyncio_step_waits_on_its_own_loop() -> None:
    sink = AttemptSink(PLAIN, "asyncio", Notices())
    done: list[str] = []

    async def write() -> None:
        await sink.write("", "x" * 20)
        done.append("written")

    thread = threading.Thread(target=lambda: asyncio.run(write()))
    thread.start()
    while not (items := sink.take()):
        pass
    assert done == []
    sink.commit(items)
    thread.join(20)
    assert done == ["written"]


@pytest.mark.usefixtures("little_room")
async def test_abandoned_attempt_waits_no_more_and_writes_nothing() -> None:
    sink = AttemptSink(PLAIN, "trio", Notices())
    room: Any = sink.write("", "x" * 20)
    sink.abandon()
    await room
    await sink.write("", "more")
    assert sink.take() == []


def test_writing_without_ever_waiting_is_refused_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_BYTES", 100)
    sink = AttemptSink(PLAIN, "trio", Notices())
    sink.write("", "x" * 60)
    with pytest.raises(LimitExceeded, match="await what `write` returns"):
        sink.write("", "x" * 60)
