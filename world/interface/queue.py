"""Messages for runs."""

from __future__ import annotations

from typing import Protocol

from world.records import MessageRecord, NewMessage


class Queue(Protocol):
    """See `world.interface`."""

    def send(self, message: NewMessage) -> bool:
        """Put a message in the queue. Return False when it was ignored: its key is known, or its run is over.

        A key is known for the life of the run, also after its message was consumed.

        Raises:
            RunNotFound: It is addressed to a run that does not exist.
        """
        ...

    def list_messages(self, run_id: str | None = None, *, limit: int | None = None) -> list[MessageRecord]:
        """Return unconsumed messages: greatest priority first, then earliest due, then first come."""
        ...

    def read_messages(self, owner: str, *, after: int) -> list[MessageRecord]:
        """Return the messages for the runs that `owner` holds whose id is greater than `after`, by id.

        For runs that are warm: what came since one last looked, whatever its due time.
        """
        ...
