"""One body's process, as its host has it: asked, watched, and never believed."""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from typing import Final

from vm.host.isolation.deaths import Death
from vm.host.isolation.frames import MAX_ANSWER, MAX_FRAME, BadFrame, Channel, Fields, Hangup
from vm.host.isolation.speech import COMMAND, DONE

LAST_WORDS: Final = 4096


class Ended(Exception):
    """The process is of no use any more. `death` says why, where that is known already."""

    def __init__(self, death: Death | None = None) -> None:
        super().__init__()
        self.death = death


class BodyProcess:
    """A process, the socket that it talks over, and what it leaves on stderr."""

    def __init__(self, pid: int, end: socket.socket, errors: int, *, zygote: object, real_seconds: int) -> None:
        self.pid = pid
        self.zygote = zygote  # what it was forked from
        self.is_fresh = True
        self._channel = Channel(end, max_frame=MAX_FRAME)
        self._errors = errors
        self._real_seconds = real_seconds

    def converse(self, frame: bytes) -> list[Fields]:
        """Send a frame and return what answers it: the fields of each command, then those of what ends them.

        Raises:
            Ended: It is gone, says what is no answer, or has not answered in its time.
        """
        self.is_fresh = False
        deadline = time.monotonic() + self._real_seconds
        answer: list[Fields] = []
        size = 0
        try:
            self._channel.send(frame, self._real_seconds)
            while not answer or answer[-1][0] != DONE:
                answer.append(self._channel.receive(deadline))
                size += sum(len(field or b"") for field in answer[-1])
                _check(answer[-1], size)
            if not self._channel.is_drained:
                raise BadFrame("it says more than it was asked")
        except TimeoutError:
            raise Ended(Death("time", f"it did not answer within {self._real_seconds} s")) from None
        except BadFrame as error:
            raise Ended(Death("words", f"what it answered cannot be believed: {error}")) from error
        except Hangup:
            raise Ended from None
        return answer

    def shut(self) -> None:
        """Have whoever converses with it see its end. From any thread."""
        self._channel.shut()

    def close(self) -> str:
        """Let go of it; return what it left on stderr."""
        words = b""
        with suppress(BlockingIOError):
            words = os.read(self._errors, LAST_WORDS)
        os.close(self._errors)
        self._channel.close()
        return words.decode("utf-8", "backslashreplace")


def _check(fields: Fields, size: int) -> None:
    if not fields or fields[0] not in (COMMAND, DONE):
        raise BadFrame("it says neither a command nor that it is done")
    if size > MAX_ANSWER:
        raise BadFrame(f"more than {MAX_ANSWER:,} bytes at once")
