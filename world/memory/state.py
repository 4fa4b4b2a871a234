"""What the parts of the memory world share: its dicts, the lock, and how a message gets into them."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from typing import Concatenate, ParamSpec, TypeVar, cast

from vm.errors import RunNotFound
from world.changes import HookRecord
from world.memory.stored import StoredRun
from world.records import MessageRecord, NewMessage, ScheduleRecord

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="State")


class State:
    """The dicts. `commits` counts the writes that changed them."""

    location = "memory:"

    def __init__(self) -> None:
        self.commits = 0
        self._turn = threading.RLock()
        self._runs: dict[str, StoredRun] = {}
        self._open: dict[str, StoredRun] = {}  # those that are not over: what waking looks at
        self._bundles: dict[str, bytes] = {}
        self._hooks: dict[str, HookRecord] = {}  # the open ones, by token
        self._answers: dict[str, tuple[str, int]] = {}
        self._grants: dict[str, list[int]] = {}  # by limit key: when its last ones were, oldest first
        self._schedules: dict[str, ScheduleRecord] = {}
        self._last_run = 0
        self._last_message = 0
        self._last_wait = 0

    def _get(self, run_id: str) -> StoredRun:
        run = self._runs.get(run_id)
        if run is None:
            raise RunNotFound(run_id)
        return run

    def _chosen(self, run_id: str | None) -> Iterable[StoredRun]:
        if run_id is None:
            return self._runs.values()
        return [self._runs[run_id]] if run_id in self._runs else []

    def _put(self, message: NewMessage) -> bool:
        run = self._runs.get(message.run_id)
        if run is None or run.is_over or message.key in run.keys:
            return False
        if message.key is not None:
            run.keys.add(message.key)
        self._last_message += 1
        number, due_ms = self._last_message, message.due_ms
        priority = run.priority if message.priority is None else message.priority
        run.messages[number] = MessageRecord(
            number, message.run_id, message.kind, message.payload, message.key, due_ms, priority
        )
        run.priority = max(run.priority, priority)
        run.due_ms = due_ms if run.due_ms is None else min(run.due_ms, due_ms)
        return True


def in_turn(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Have the threads that use a world take turns at `method`."""

    @functools.wraps(method)
    def take_turn(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        with self._turn:
            return method(self, *args, **kwargs)

    return cast(Callable[Concatenate[S, P], R], take_turn)
