"""Frames of bytes between a host and a body's process: a length, then fields, each a length and bytes.

No object is ever unpickled, and no text parsed to find where a field ends: what a process says that was taken
over costs its host no more than the bytes it sends.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from typing import Final

Fields = tuple[bytes | None, ...]

MAX_FRAME: Final = 16 * 2**20
"""Bytes of one frame from a body's process: one command."""

MAX_ANSWER: Final = 64 * 2**20
"""Bytes of all the commands of one advance."""

MAX_FIELDS: Final = 300

_LENGTH: Final = struct.Struct("!I")
_ABSENT: Final = 0xFFFFFFFF
_CHUNK: Final = 65_536


class BadFrame(Exception):
    """What the other side sent is no frame, or too large for one."""


class Hangup(Exception):
    """The other side is gone."""


def pack(*fields: bytes | None) -> bytes:
    """Return the bytes of one frame."""
    parts = [_LENGTH.pack(_ABSENT) if field is None else _LENGTH.pack(len(field)) + field for field in fields]
    return _LENGTH.pack(sum(map(len, parts))) + b"".join(parts)


def unpack(body: bytes) -> Fields:
    """Return the fields of a frame without its length. Raises `BadFrame`."""
    return tuple(_split(body))


def _split(body: bytes) -> Iterator[bytes | None]:
    place = 0
    for _ in range(MAX_FIELDS):
        if place == len(body):
            return
        start = place + _LENGTH.size
        if start > len(body):
            raise BadFrame("a field has no length")
        (length,) = _LENGTH.unpack_from(body, place)
        if length == _ABSENT:
            place = start
            yield None
            continue
        place = start + length
        if place > len(body):
            raise BadFrame("a field is longer than its frame")
        yield body[start:place]
    if place != len(body):
        raise BadFrame(f"more than {MAX_FIELDS} fields")


class Channel:
    """One end of the socket. Not for several threads at once, apart from `shut`."""

    def __init__(self, end: socket.socket, *, max_frame: int) -> None:
        self._end = end
        self._max_frame = max_frame
        self._buffer = bytearray()

    def send(self, frames: bytes, seconds: float | None = None) -> None:
        """Send whole frames. Raises `Hangup`, or `TimeoutError` when they are not taken in so many seconds."""
        try:
            if seconds is not None:
                self._end.settimeout(seconds)
            self._end.sendall(frames)
        except TimeoutError:
            raise
        except OSError as error:
            raise Hangup from error

    def receive(self, deadline: float | None = None) -> Fields:
        """Return the next frame's fields. `deadline` is on the monotonic clock.

        Raises:
            Hangup: The other side is gone.
            BadFrame: It sent what is no frame, or is too large.
            TimeoutError: There is no whole frame at the deadline.
        """
        (length,) = _LENGTH.unpack(self._take(_LENGTH.size, deadline))
        if length > self._max_frame:
            raise BadFrame(f"a frame of {length:,} bytes, where {self._max_frame:,} are the most")
        return unpack(self._take(length, deadline))

    @property
    def is_drained(self) -> bool:
        """Whether nothing has come that was not received."""
        return not self._buffer

    def shut(self) -> None:
        """Have both sides see the end, whoever waits."""
        try:
            self._end.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was faster

    def close(self) -> None:
        self._end.close()

    def _take(self, size: int, deadline: float | None) -> bytes:
        while len(self._buffer) < size:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._end.settimeout(left)
            try:
                chunk = self._end.recv(max(_CHUNK, size - len(self._buffer)))
            except TimeoutError:
                raise
            except OSError as error:
                raise Hangup from error
            if not chunk:
                raise Hangup
            self._buffer += chunk
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken
