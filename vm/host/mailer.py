"""Sends runs what people and programs have to say to them: payloads, cancellations, wake-up calls.

Needs no engine: whoever drives the run reads it there. Everything is synchronous, one transaction each.
"""

from __future__ import annotations

from typing import Any, Final

from vm.core.codec import encode
from vm.core.durations import parse_duration_ms
from vm.core.frozen import frozen
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import HookNotFound
from vm.host import letters
from vm.host.codebase import Codebase
from vm.host.schemas import check_payload, find_schema
from world.interface import World
from world.records import NewMessage

TRIES: Final = 5  # a token may change hands between looking and sending


@frozen
class Resumed:
    """Whom a payload went to. `is_new` is false when one with the same key was there before."""

    run_id: str
    is_new: bool


class Mailer:
    """Messages to the runs of a world. `codebase` finds the types that payloads are checked against."""

    def __init__(self, world: World, codebase: Codebase) -> None:
        self._world = world
        self._codebase = codebase

    def resume_hook(self, token: str, payload: Any, *, key: str | None = None) -> Resumed:
        """Send a payload to the hook that has a token. With a `key` it is received once, however often it is sent.

        Raises:
            HookNotFound: No run that has not ended has such a hook.
            HookPayloadRefused: The payload is not of the hook's type. Nothing was sent.
            NotSerializable: The payload cannot be stored.
        """
        for _ in range(TRIES):
            hook = self._world.find_hook(token)
            if hook is None:
                break
            value = payload
            if hook.schema is not None:
                value = check_payload(
                    find_schema(hook.schema, self._world.get_run(hook.run_id), self._codebase), payload
                )
            encoded = encode(value, self._codebase.registry.types, path="payload")
            sent = self._world.send_to_hook(hook, letters.payload(hook.run_id, hook.correlation_id, encoded, key=key))
            if sent is not None:
                return Resumed(hook.run_id, is_new=sent)
        raise HookNotFound(token)

    def cancel(self, run_id: str, *, now_ms: int, reason: str | None = None, grace: Any = None) -> bool:
        """Ask a run to end. It may clean up for `grace` (five minutes); then it is ended. Asking twice is asking once.

        Returns False when it has ended already: nothing changes.

        Raises:
            RunNotFound: There is no such run.
            BadDuration: `grace` is none.
        """
        grace_ms = letters.GRACE_MS if grace is None else parse_duration_ms(grace)
        return self._send(run_id, letters.cancel(run_id, reason=reason, now_ms=now_ms, grace_ms=grace_ms))

    def terminate(self, run_id: str, *, reason: str | None = None) -> bool:
        """End a run without asking it. Returns False when it has ended already. Raises `RunNotFound`."""
        return self._send(run_id, [letters.terminate(run_id, reason=reason)])

    def wake(self, run_id: str) -> bool:
        """End the sleeps that a run is in, now. Returns False when it has ended already. Raises `RunNotFound`."""
        return self._send(run_id, [letters.wake(run_id)])

    def _send(self, run_id: str, messages: list[NewMessage]) -> bool:
        if self._world.get_run(run_id).status in TERMINAL_RUN:
            return False
        for message in messages:
            self._world.send(message)
        return True
