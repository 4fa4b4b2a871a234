"""The memory world's hooks, streams, attributes and webhook answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from world.changes import Changes, ChunkRow, HookClash, HookRecord, StreamRecord
from world.memory.state import State, in_turn
from world.memory.stored import StoredRun, StoredStream
from world.records import NewMessage


class Outside(State):
    """See `world.outside.OutsideWorld`."""

    @in_turn
    def find_hook(self, token: str) -> HookRecord | None:
        """See `OutsideWorld.find_hook`."""
        return self._hooks.get(token)

    @in_turn
    def list_hooks(self, run_id: str | None = None, *, limit: int | None = None) -> list[HookRecord]:
        """See `OutsideWorld.list_hooks`."""
        found = [hook for hook in self._hooks.values() if run_id in (None, hook.run_id)]
        return sorted(found, key=lambda hook: (hook.created_ms, self._runs[hook.run_id].arrival, hook.correlation_id))[
            :limit
        ]

    @in_turn
    def send_to_hook(self, hook: HookRecord, message: NewMessage) -> bool | None:
        """See `OutsideWorld.send_to_hook`."""
        if self._hooks.get(hook.token) != hook:
            return None
        self.commits += 1
        return self._put(message)

    @in_turn
    def read_chunks(self, run_id: str, namespace: str, *, start: int = 0, limit: int | None = None) -> list[ChunkRow]:
        """See `OutsideWorld.read_chunks`."""
        stream = self._find_stream(run_id, namespace)
        return [] if stream is None else stream.chunks[start : None if limit is None else start + limit]

    @in_turn
    def find_stream(self, run_id: str, namespace: str) -> StreamRecord | None:
        """See `OutsideWorld.find_stream`."""
        stream = self._find_stream(run_id, namespace)
        return None if stream is None else StreamRecord(run_id, namespace, len(stream.chunks), stream.is_closed)

    @in_turn
    def list_streams(self, run_id: str) -> list[StreamRecord]:
        """See `OutsideWorld.list_streams`."""
        run = self._runs.get(run_id)
        names = [] if run is None else sorted(run.streams)
        return [found for name in names if (found := self.find_stream(run_id, name)) is not None]

    @in_turn
    def get_attributes(self, run_id: str) -> Mapping[str, str]:
        """See `OutsideWorld.get_attributes`."""
        run = self._runs.get(run_id)
        return {} if run is None else dict(sorted(run.attributes.items()))

    @in_turn
    def find_runs(self, attributes: Mapping[str, str], *, limit: int | None = None) -> list[str]:
        """See `OutsideWorld.find_runs`."""
        found = [run for run in self._runs.values() if attributes.items() <= run.attributes.items()]
        return [run.new.run_id for run in sorted(found, key=lambda run: run.age, reverse=True)[:limit]]

    @in_turn
    def put_answer(self, request_id: str, answer: str, *, now_ms: int) -> bool:
        """See `OutsideWorld.put_answer`."""
        if request_id in self._answers:
            return False
        self.commits += 1
        self._answers[request_id] = answer, now_ms
        return True

    @in_turn
    def find_answer(self, request_id: str) -> str | None:
        """See `OutsideWorld.find_answer`."""
        found = self._answers.get(request_id)
        return None if found is None else found[0]

    # ---- what an advance changes

    def _change(self, run: StoredRun, changes: Changes) -> list[HookClash]:
        clashes = self._change_hooks(run, changes)
        for chunk in changes.chunks:
            stream = run.streams.setdefault(chunk.namespace, StoredStream())
            if not stream.is_closed:
                stream.chunks.append(ChunkRow(len(stream.chunks), chunk.kind, chunk.body))
        for namespace in changes.streams_closed:
            run.streams.setdefault(namespace, StoredStream()).is_closed = True
        for name, value in changes.attributes.items():
            if value is None:
                run.attributes.pop(name, None)
            else:
                run.attributes[name] = value
        if changes.moved is not None:
            bundle = changes.moved.bundle
            self._bundles.setdefault(bundle.hash, bundle.data)
            run.new = replace(run.new, bundle=bundle.hash, origin=changes.moved.origin)
        return clashes

    def _change_hooks(self, run: StoredRun, changes: Changes) -> list[HookClash]:
        run_id, clashes = run.new.run_id, []
        self._drop_hooks(run_id, set(changes.hooks_closed))
        for hook in changes.hooks_opened:
            if hook.correlation_id in changes.hooks_closed:
                continue
            known = self._hooks.setdefault(hook.token, hook)
            if known is not hook:
                clashes.append(HookClash(run_id, hook.correlation_id, known.run_id))
        return clashes

    def _drop_hooks(self, run_id: str, closed: set[str] | None = None) -> None:
        """Close hooks of a run: those named, or all."""
        for token, hook in list(self._hooks.items()):
            if hook.run_id == run_id and (closed is None or hook.correlation_id in closed):
                del self._hooks[token]

    def _find_stream(self, run_id: str, namespace: str) -> StoredStream | None:
        run = self._runs.get(run_id)
        return None if run is None else run.streams.get(namespace)
