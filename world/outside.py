"""The part of a world's contract that is about the world outside: hooks, streams, attributes, webhook answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from world.changes import ChunkRow, HookRecord, StreamRecord
from world.records import NewMessage


class OutsideWorld(Protocol):
    """See `world.interface.World`, whose part this is. What a run changes of it, it changes by `World.append`."""

    # ---- hooks

    def find_hook(self, token: str) -> HookRecord | None:
        """Return the open hook that has a token. How long that takes says nothing of tokens that are like it."""
        ...

    def list_hooks(self, run_id: str | None = None, *, limit: int | None = None) -> list[HookRecord]:
        """Return open hooks, oldest first."""
        ...

    def send_to_hook(self, hook: HookRecord, message: NewMessage) -> bool | None:
        """Send a message to a hook's run if the hook is still open, in one transaction.

        Return None when it is not: its run has disposed of it, or has ended, and the token may be another's.
        Else what `World.send` returns.
        """
        ...

    # ---- streams

    def read_chunks(self, run_id: str, namespace: str, *, start: int = 0, limit: int | None = None) -> list[ChunkRow]:
        """Return a stream's pieces from index `start` on; none when it is not there (yet)."""
        ...

    def find_stream(self, run_id: str, namespace: str) -> StreamRecord | None: ...

    def list_streams(self, run_id: str) -> list[StreamRecord]:
        """Return a run's streams, by namespace."""
        ...

    # ---- attributes

    def get_attributes(self, run_id: str) -> Mapping[str, str]:
        """Return a run's attributes as JSON text, by name."""
        ...

    def find_runs(self, attributes: Mapping[str, str], *, limit: int | None = None) -> list[str]:
        """Return the ids of the runs that have all these attributes (JSON text by name), newest first."""
        ...

    # ---- webhooks

    def put_answer(self, request_id: str, answer: str, *, now_ms: int) -> bool:
        """Keep the answer to a webhook's request. Return False when there is one already: the first one stands."""
        ...

    def find_answer(self, request_id: str) -> str | None:
        """Return the answer to a request, or None when there is none (yet)."""
        ...
