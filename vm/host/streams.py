"""Where the chunks of one attempt go until they are committed: a bounded buffer between a step and the engine.

The step writes on trio, in a thread or on an asyncio loop; the engine takes what is there with its next commit,
at the latest with the one that records the attempt's end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import Any, Final

import trio

from vm.core.codec import Types, encode
from vm.errors import LimitExceeded
from world.changes import NewChunk

ROOM_BYTES: Final = 1024 * 1024
"""How much an attempt may have written that is not committed, before its writes wait."""

MOST_BYTES: Final = 64 * ROOM_BYTES
"""How much it may write without waiting. More is refused."""

Item = NewChunk | str
"""A chunk, or the name of a stream that is closed."""


class AttemptSink:
    """The `vm.core.streams.Sink` of an attempt. `loop` says where its step runs: `trio`, `asyncio` or `thread`.

    `notice` is called, from whichever thread, when there is something to take and was nothing.
    """

    def __init__(self, types: Types, loop: str, notice: Callable[[], None]) -> None:
        self._types = types
        self._loop = loop
        self._notice = notice
        self._lock = threading.Lock()
        self._has_room = threading.Condition(self._lock)
        self._items: list[Item] = []
        self._held_bytes = 0  # written and not committed
        self._waiting: list[Callable[[], object]] = []
        self._is_over = False

    # ---- for the step

    def write(self, namespace: str, chunk: Any) -> Any:
        """See `vm.core.streams.Stream.write`."""
        self._add(make_chunk(namespace, chunk, self._types))
        return self._wait_in_thread() if self._loop == "thread" else Room(self)

    def close(self, namespace: str) -> Any:
        """See `vm.core.streams.Stream.close`."""
        self._add(namespace)
        return None if self._loop == "thread" else Room(self)

    def _add(self, item: Item) -> None:
        with self._lock:
            if self._is_over:  # abandoned: what a thread goes on writing is nobody's
                return
            self._held_bytes += _size_of(item)
            if self._held_bytes > MOST_BYTES:
                fix = "await what `write` returns, so that it can make you wait"
                raise LimitExceeded("bytes written to streams without waiting", MOST_BYTES, fix=fix)
            self._items.append(item)
            is_first = len(self._items) == 1
        if is_first:
            self._notice()

    def _wait_in_thread(self) -> None:
        with self._has_room:
            self._has_room.wait_for(lambda: self._is_open)

    async def wait_for_room(self) -> None:
        """Wait, on trio or asyncio, until there is room."""
        while not self._is_open:
            await (self._wait_on_asyncio() if self._loop == "asyncio" else self._wait_on_trio())
        if self._loop == "trio":
            await trio.lowlevel.checkpoint()

    async def _wait_on_trio(self) -> None:
        event = trio.Event()
        self._call_when_open(event.set)
        await event.wait()

    async def _wait_on_asyncio(self) -> None:
        import asyncio  # paid for by who uses it

        loop, event = asyncio.get_running_loop(), asyncio.Event()
        self._call_when_open(lambda: loop.call_soon_threadsafe(event.set))
        await event.wait()

    def _call_when_open(self, call: Callable[[], object]) -> None:
        with self._lock:
            if not self._is_open:
                self._waiting.append(call)
                return
        call()

    @property
    def _is_open(self) -> bool:
        return self._is_over or self._held_bytes <= ROOM_BYTES

    # ---- for the engine

    def take(self) -> list[Item]:
        """Return what was written since it was last asked, in order."""
        with self._lock:
            items, self._items = self._items, []
        return items

    def commit(self, items: list[Item]) -> None:
        """These are stored now: there is room again."""
        with self._lock:
            self._held_bytes -= sum(map(_size_of, items))
        self._wake()

    def abandon(self) -> None:
        """Nobody wants what the attempt writes any more. Whoever waits for room is let go."""
        with self._lock:
            self._is_over = True
            self._items.clear()
        self._wake()

    def _wake(self) -> None:
        with self._has_room:
            if not self._is_open:
                return
            waiting, self._waiting = self._waiting, []
            self._has_room.notify_all()
        for call in waiting:
            call()


class Outlet:
    """What an attempt writes through: its sink is made when it first writes, which few attempts do.

    `notice` is set by whoever makes the attempt.
    """

    __slots__ = ("_loop", "_types", "notice", "sink")

    def __init__(self) -> None:
        self.sink: AttemptSink | None = None
        self.notice: Callable[[], None] = _ignore

    def open(self, types: Types, loop: str) -> Outlet:
        """Say where the step runs, and what its values are encoded by."""
        self._types, self._loop = types, loop
        return self

    def write(self, namespace: str, chunk: Any) -> Any:
        """See `vm.core.streams.Stream.write`."""
        return self._find_sink().write(namespace, chunk)

    def close(self, namespace: str) -> Any:
        """See `vm.core.streams.Stream.close`."""
        return self._find_sink().close(namespace)

    def abandon(self) -> None:
        """Nobody wants what the attempt writes any more."""
        if self.sink is not None:
            self.sink.abandon()

    def _find_sink(self) -> AttemptSink:
        if self.sink is None:
            self.sink = AttemptSink(self._types, self._loop, self.notice)
        return self.sink


def _ignore() -> None:
    """Nobody listens yet."""


class Room:
    """What an async step awaits after a write."""

    __slots__ = ("_sink",)

    def __init__(self, sink: AttemptSink) -> None:
        self._sink = sink

    def __await__(self) -> Generator[Any, Any, None]:
        return self._sink.wait_for_room().__await__()


def make_chunk(namespace: str, chunk: Any, types: Types) -> NewChunk:
    """Return a chunk as it is stored: text and bytes as they are, anything else encoded.

    Raises:
        NotSerializable: It cannot be stored.
    """
    if type(chunk) is str:
        return NewChunk(namespace, "text", chunk.encode("utf-8", "surrogatepass"))
    if isinstance(chunk, bytes | bytearray | memoryview):
        return NewChunk(namespace, "bytes", bytes(chunk))
    return NewChunk(namespace, "value", encode(chunk, types, path="chunk").encode("utf-8", "surrogatepass"))


def _size_of(item: Item) -> int:
    return 1 if isinstance(item, str) else len(item.body) + 1
