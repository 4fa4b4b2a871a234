"""The memory world's messages and waits."""

from __future__ import annotations

from world.memory.state import State, in_turn
from world.records import MessageRecord, NewMessage, WaitRecord


class Queueing(State):
    """See `World`, section queue, and `World.list_waits`."""

    @in_turn
    def send(self, message: NewMessage) -> bool:
        """See `World.send`."""
        self._get(message.run_id)
        self.commits += 1
        return self._put(message)

    @in_turn
    def list_messages(self, run_id: str | None = None, *, limit: int | None = None) -> list[MessageRecord]:
        """See `World.list_messages`."""
        messages = [message for run in self._chosen(run_id) for message in run.messages.values()]
        return sorted(messages, key=lambda message: (-message.priority, message.due_ms, message.message_id))[:limit]

    @in_turn
    def read_messages(self, owner: str, *, after: int) -> list[MessageRecord]:
        """See `World.read_messages`."""
        held = (run for run in self._open.values() if run.owner == owner)
        messages = [message for run in held for message in run.messages.values() if message.message_id > after]
        return sorted(messages, key=lambda message: message.message_id)

    @in_turn
    def list_waits(self, run_id: str | None = None, *, limit: int | None = None) -> list[WaitRecord]:
        """See `World.list_waits`."""
        waits = [entry for run in self._chosen(run_id) for entry in run.waits.values()]
        return [wait for _, wait in sorted(waits, key=lambda entry: (entry[1].due_ms, entry[0]))[:limit]]
