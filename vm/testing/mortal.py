"""A world whose process dies: every call behind a chosen commit fails, as if nobody were there to make it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

import trio


class Killed(BaseException):
    """The process is dead. No handler of the host's is to see it as an error that it could treat."""


class MortalWorld:
    """Passes everything on to `world` until `lives` more commits went through.

    The last one is durable, and whoever made it never learns that: that is what a kill between a commit and
    whatever it was for looks like. `commits` counts those that went through.
    """

    def __init__(self, world: Any, lives: int | None = None) -> None:
        self._world = world
        self._first = world.commits
        self._lives = lives
        self._is_dead = lives == 0

    @property
    def commits(self) -> int:
        made: int = self._world.commits - self._first
        return made

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._world, name)
        return self._mortal(found) if callable(found) else found

    def kill(self) -> None:
        """Let the process be dead from now on."""
        self._is_dead = True

    def close(self) -> None:
        """Leave the world open: it survives its process."""

    def _mortal(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*args: Any, **kwargs: Any) -> Any:
            if self._is_dead:
                raise self._die()
            answer = method(*args, **kwargs)
            if self._lives is not None and self.commits >= self._lives:
                self._is_dead = True
                raise self._die()
            return answer

        return call

    def _die(self) -> BaseException:
        """Return what ends the calling thread: those that look after a world die with it, and tell nobody."""
        is_looking_after = threading.current_thread().name in ("vm-watch", "vm-heart")
        return trio.RunFinishedError() if is_looking_after else Killed()


def is_killed(error: BaseException) -> bool:
    """Say whether `error` is the death of a process, also one that event loops have wrapped in groups."""
    if isinstance(error, BaseExceptionGroup):
        return error.subgroup(Killed) is not None
    return isinstance(error, Killed)
