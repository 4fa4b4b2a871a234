"""How new runs get into the file, alone or many at once, and messages with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from world.records import Append, Creation
from world.rules import children_of, messages_of
from world.sqlite import journal, leases, queue, runs


def require_addressees(raw: sqlite3.Connection, appends: Sequence[Append], creations: Sequence[Creation]) -> None:
    """Raise `RunNotFound` when a message goes to a run that is neither there nor to be created."""
    wanted = (*children_of(appends), *creations)
    asked = {creation.run.run_id for creation in wanted}
    for message in messages_of(appends, wanted):
        if message.run_id not in asked and not message.may_be_late:
            queue.require_run(raw, message.run_id)


def send_all(raw: sqlite3.Connection, appends: Sequence[Append], creations: Sequence[Creation]) -> dict[str, str]:
    """Store the runs that are not there, then send the messages of all that was written.

    Returns the runs that are there already, by the id that was asked for.
    """
    existing: dict[str, str] = {}
    stored: set[str] = set()
    messages = [message for append in appends for message in append.messages]
    for creation in (*children_of(appends), *creations):
        found = runs.find_existing(raw, creation.run)
        if found is None:
            if creation.bundle.hash not in stored:
                runs.insert_bundle(raw, creation.bundle)
                stored.add(creation.bundle.hash)
            _create(raw, creation)
            messages += creation.messages
        else:
            existing[creation.run.run_id] = found
    for message in messages:
        queue.put(raw, message)
    return existing


def _create(raw: sqlite3.Connection, creation: Creation) -> None:
    run_key = runs.insert_run(raw, creation)
    journal.insert_rows(raw, run_key, creation.rows)
    if creation.owner is not None:
        leases.record(raw, run_key, 1, creation.owner, creation.run.created_ms)
