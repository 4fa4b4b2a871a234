"""What a VM can be asked to say to runs, whoever drives them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import trio

from vm.core.durations import parse_duration_ms
from vm.host import letters
from vm.host.mailer import Resumed
from vm.host.upgrades import PAUSE_S, Upgrader
from world.records import NewMessage

if TYPE_CHECKING:
    from vm.host.codebase import Codebase
    from vm.host.engine import Engine
    from vm.host.mailer import Mailer
    from world.interface import World

Answer = TypeVar("Answer")


class Mailing:
    """Part of `VM`. Each returns when what was said is stored; a run that is driven here hears it at once."""

    world: World
    engine: Engine
    _mailer: Mailer
    _codebase: Codebase

    async def resume_hook(self, token: str, payload: Any = None, *, idempotency_key: str | None = None) -> Resumed:
        """Send a payload to the hook that has a token, exactly once for each `idempotency_key`.

        Raises:
            HookNotFound: No run that has not ended has such a hook.
            HookPayloadRefused: The payload is not of the hook's type. Nothing was sent.
            NotSerializable: The payload cannot be stored.
        """
        return await self._say(partial(self._mailer.resume_hook, token, payload, key=idempotency_key))

    async def cancel(self, run_id: str, *, reason: str | None = None, grace: Any = None) -> bool:
        """Ask a run to end. It may clean up for `grace` (default: five minutes); then it is ended.

        Returns False when it has ended already.

        Raises:
            RunNotFound: There is no such run.
            BadDuration: `grace` is none.
        """
        now = self.engine.clock.now_ms()
        return await self._say(partial(self._mailer.cancel, run_id, now_ms=now, reason=reason, grace=grace))

    async def terminate(self, run_id: str, *, reason: str | None = None) -> bool:
        """End a run without asking it. Returns False when it has ended already. Raises `RunNotFound`."""
        return await self._say(partial(self._mailer.terminate, run_id, reason=reason))

    async def wake(self, run_id: str) -> bool:
        """End the sleeps that a run is in, now. Returns False when it has ended already. Raises `RunNotFound`."""
        return await self._say(partial(self._mailer.wake, run_id))

    async def upgrade(self, run_id: str, source: Any) -> bool:
        """Move a run in flight to the code in `source`, on which its journal replays. Return False when it is there.

        `source` is as for `start`; the workflow keeps its name, and its file may have another one. Runs that the run
        has started stay on their code; what it starts from now on, and what it goes on as, is of the new one.

        Raises:
            RunNotFound, RunEnded: There is nothing to move.
            SourceNotFound, SourceRefused, WorkflowNotFound: The code cannot be used.
            DivergenceError, JournalCorrupt: The journal does not replay on it. The run is as it was.
            UpgradeDeclined: The worker that drives the run did not take it.
        """
        record = self.world.get_run(run_id)
        move = self._codebase.plan_move(record, source)
        for _ in Upgrader(self.world, self._codebase).moving(run_id, move):
            self.engine.look_for_mail()
            await trio.sleep(PAUSE_S)
        self.engine.look_for_mail()
        return record.bundle != move.bundle.hash

    async def _say(self, say: Callable[[], Answer]) -> Answer:
        answer = await self.engine.writer.write(say)
        self.engine.look_for_mail()
        return answer

    def _time_limit(self, run_id: str, timeout: Any) -> list[NewMessage]:
        """Return what asks a run to end that takes too long."""
        limit_ms, now = parse_duration_ms(timeout), self.engine.clock.now_ms()
        return letters.cancel(
            run_id, reason=f"it took longer than {timeout}", now_ms=now, after_ms=limit_ms, key="limit"
        )
