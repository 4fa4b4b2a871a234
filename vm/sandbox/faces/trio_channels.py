"""trio's memory channels."""

from __future__ import annotations

from collections import deque
from math import inf
from types import GenericAlias, TracebackType
from typing import Any, NamedTuple, Self

from vm.core.kernel import Future, InvalidAwait
from vm.sandbox.faces.binding import current_kernel
from vm.sandbox.faces.trio_checkpoints import cancel_shielded_checkpoint, checkpoint, checkpoint_if_cancelled
from vm.sandbox.faces.trio_errors import BadNumber, BrokenResourceError, ClosedResourceError, EndOfChannel, WouldBlock


class ChannelStatistics(NamedTuple):
    """How full a channel is, and who stands at it."""

    current_buffer_used: int
    max_buffer_size: int | float
    open_send_channels: int
    open_receive_channels: int
    tasks_waiting_send: int
    tasks_waiting_receive: int
    peak_buffer_used: int


class _Channel:
    """What the ends of one channel share. Who waits is in line by the future it waits for."""

    __slots__ = ("buffer", "peak", "receivers", "receiving", "senders", "sending", "size")

    def __init__(self, size: int | float) -> None:
        self.size = size
        self.buffer: deque[Any] = deque()
        self.peak = 0
        self.senders = 0
        self.receivers = 0
        self.sending: dict[Future, tuple[MemorySendChannel, Any]] = {}
        self.receiving: dict[Future, MemoryReceiveChannel] = {}

    def statistics(self) -> ChannelStatistics:
        waiting = len(self.sending), len(self.receiving)
        return ChannelStatistics(len(self.buffer), self.size, self.senders, self.receivers, *waiting, self.peak)


class _End:
    """One end of a channel. It counts: a channel ends when all its ends of one kind are closed."""

    __slots__ = ("_channel", "_is_closed")

    def __init__(self, channel: _Channel) -> None:
        self._channel = channel
        self._is_closed = False

    def __class_getitem__(cls, item: object) -> GenericAlias:
        return GenericAlias(cls, item)

    def statistics(self) -> ChannelStatistics:
        return self._channel.statistics()

    def clone(self) -> Self:
        """Return another end of the same kind. Raises `ClosedResourceError` on a closed one."""
        self._require_open()
        return type(self)(self._channel)

    def close(self) -> None:
        raise AssertionError("each kind of end closes in its way")

    async def aclose(self) -> None:
        self.close()
        await checkpoint()

    def _require_open(self) -> None:
        if self._is_closed:
            raise ClosedResourceError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class MemorySendChannel(_End):
    """The end that values are put in."""

    __slots__ = ()

    def __init__(self, channel: _Channel) -> None:
        super().__init__(channel)
        channel.senders += 1

    def send_nowait(self, value: Any) -> None:
        """Hand a value to who waits for one, or to the buffer.

        Raises:
            WouldBlock: Nobody waits, and the buffer is full.
            BrokenResourceError: Every receiving end is closed.
            ClosedResourceError: This end is.
        """
        self._require_open()
        channel = self._channel
        if not channel.receivers:
            raise BrokenResourceError
        if channel.receiving:
            place = next(iter(channel.receiving))
            del channel.receiving[place]
            place._resolve(value)
        elif len(channel.buffer) < channel.size:
            channel.buffer.append(value)
            channel.peak = max(channel.peak, len(channel.buffer))
        else:
            raise WouldBlock

    def __repr__(self) -> str:
        return "<send channel>"

    async def send(self, value: Any) -> None:
        """Hand a value over, when there is room for it. Raises what `send_nowait` does, but for `WouldBlock`."""
        await checkpoint_if_cancelled()
        try:
            self.send_nowait(value)
        except WouldBlock:
            await self._wait(value)
        else:
            await cancel_shielded_checkpoint()

    async def _wait(self, value: Any) -> None:
        place = Future(current_kernel())
        self._channel.sending[place] = (self, value)
        try:
            await place
        finally:
            self._channel.sending.pop(place, None)

    def close(self) -> None:
        """Close this end; who waits at it gets `ClosedResourceError`. With the last, receivers see the end."""
        if self._is_closed:
            return
        self._is_closed = True
        channel = self._channel
        channel.senders -= 1
        for place in [place for place, (end, _) in channel.sending.items() if end is self]:
            del channel.sending[place]
            place._reject(ClosedResourceError())
        if not channel.senders:
            _reject_all(channel.receiving, EndOfChannel)


class MemoryReceiveChannel(_End):
    """The end that values are taken from, one by one or with `async for`."""

    __slots__ = ()

    def __init__(self, channel: _Channel) -> None:
        super().__init__(channel)
        channel.receivers += 1

    def receive_nowait(self) -> Any:
        """Take the first value.

        Raises:
            WouldBlock: There is none.
            EndOfChannel: There is none, and every sending end is closed.
            ClosedResourceError: This end is.
        """
        self._require_open()
        channel = self._channel
        if channel.sending:
            place = next(iter(channel.sending))
            _, value = channel.sending.pop(place)
            channel.buffer.append(value)
            place._resolve(None)
        if channel.buffer:
            return channel.buffer.popleft()
        if not channel.senders:
            raise EndOfChannel
        raise WouldBlock

    def __repr__(self) -> str:
        return "<receive channel>"

    async def receive(self) -> Any:
        """Take the first value, when there is one. Raises what `receive_nowait` does, but for `WouldBlock`."""
        await checkpoint_if_cancelled()
        try:
            value = self.receive_nowait()
        except WouldBlock:
            return await self._wait()
        await cancel_shielded_checkpoint()
        return value

    async def _wait(self) -> Any:
        channel, place = self._channel, Future(current_kernel())
        channel.receiving[place] = self
        try:
            return await place
        except BaseException:
            if channel.receiving.pop(place, None) is None and place._error is None:
                channel.buffer.appendleft(place.result())  # handed to us when we were cancelled: it is the next one's
            raise

    def close(self) -> None:
        """Close this end; who waits at it gets `ClosedResourceError`. With the last, what is unread is gone."""
        if self._is_closed:
            return
        self._is_closed = True
        channel = self._channel
        channel.receivers -= 1
        for place in [place for place, end in channel.receiving.items() if end is self]:
            del channel.receiving[place]
            place._reject(ClosedResourceError())
        if not channel.receivers:
            channel.buffer.clear()
            _reject_all(channel.sending, BrokenResourceError)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        try:
            return await self.receive()
        except EndOfChannel:
            raise StopAsyncIteration from None


def _reject_all(places: dict[Future, Any], kind: type[Exception]) -> None:
    waiting = list(places)
    places.clear()
    for place in waiting:
        place._reject(kind())


class _OpenMemoryChannel:
    """A function that may be subscripted with the type of the values: `open_memory_channel[int](0)`."""

    __slots__ = ()

    def __call__(self, max_buffer_size: int | float) -> tuple[MemorySendChannel, MemoryReceiveChannel]:
        """Return both ends of a channel that holds up to `max_buffer_size` values nobody has taken yet."""
        if max_buffer_size != inf and type(max_buffer_size) is not int:
            raise InvalidAwait("max_buffer_size must be an integer or math.inf")
        if max_buffer_size < 0:
            raise BadNumber("max_buffer_size must be >= 0")
        channel = _Channel(max_buffer_size)
        return MemorySendChannel(channel), MemoryReceiveChannel(channel)

    def __getitem__(self, item: object) -> Self:
        return self


open_memory_channel = _OpenMemoryChannel()
