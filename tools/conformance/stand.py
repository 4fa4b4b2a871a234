"""Runs for tests: a test is, or asks, the body of a run whose waits end when they are due, the earliest first."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Awaitable, Callable
from queue import SimpleQueue
from typing import Any, Final

from vm.core.codec import PLAIN, encode
from vm.core.context import Context
from vm.core.events import JOURNAL_VERSION, RunCreated, RunStarted, WaitCompleted
from vm.core.program import Body
from vm.core.replay import Replay
from vm.core.signals import Closed
from vm.sandbox.faces.binding import bind

T0_MS: Final = 1_700_000_000_000
_HEADER: Final = RunCreated(
    at_ms=T0_MS,
    journal_version=JOURNAL_VERSION,
    run_id="conformance",
    workflow="workflow//test.py//main",
    bundle="b" * 64,
    policy=1,
    seed="conformance",
    input=encode(((), {})),
)


class Stuck(AssertionError):
    """Nothing will ever happen: the test waits for what nobody brings."""


class _Program:
    """A body without a sandbox: what a test does is not an author's."""

    policy = 1
    is_patched = False
    files: frozenset[str] = frozenset()

    def __init__(self, main: Callable[[], Awaitable[Any]]) -> None:
        self._main = main
        self.ended: list[tuple[Any, BaseException | None]] = []
        self.context: Context | None = None

    def open(self, context: Context) -> Body:
        bind(context)
        self.context = context
        return Body(self._note, PLAIN)

    async def _note(self) -> None:
        try:
            self.ended.append((await self._main(), None))
        except (Closed, GeneratorExit):
            raise
        except BaseException as error:  # noqa: BLE001 - a test may end in anything, and whoever runs it is told
            self.ended.append((None, error))


def run_body(main: Callable[[], Awaitable[Any]], abandon: Callable[[], None] = lambda: None) -> Any:
    """Run `main()` as the body of a run of its own, to its end, and return or raise what that does.

    `abandon` is called before a body is thrown away that would wait for ever.

    Raises:
        Stuck: It would.
    """
    program = _Program(main)
    replay = Replay(program, _HEADER)
    try:
        replay.feed(RunStarted(at_ms=T0_MS))
        while not program.ended and not replay.is_over and (waits := replay.open_waits()):
            due = min(waits, key=lambda wait: wait.until_ms)
            assert program.context is not None
            at_ms = max(due.until_ms, program.context.now_ms)
            replay.feed(WaitCompleted(at_ms=at_ms, correlation_id=due.correlation_id))
        if not program.ended:
            abandon()
            raise Stuck("it would wait for ever")
    finally:
        replay.close()
    value, error = program.ended[0]
    if error is not None:
        raise error
    return value


class Stand:
    """A test that is a plain function, in a thread of its own, and a body that awaits what the test gives it."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[Callable[[], Awaitable[Any]] | None] = SimpleQueue()
        self._answered: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self._is_abandoned = False
        self.is_waiting = False

    def run(self, test: Callable[[], None]) -> None:
        """Run the test. What it waits for with `wait` is awaited by the body of one run."""

        async def main() -> None:
            context = contextvars.copy_context()
            thread = threading.Thread(target=context.run, args=(self._run_test, test), daemon=True)
            thread.start()
            while (asked := self._asked.get()) is not None:
                self._answered.put(await _outcome(asked))
            thread.join()

        try:
            run_body(main, self._abandon)
        except Stuck:
            assert self._asked.get() is None, "an abandoned test asks for nothing more"

    def wait(self, asked: Callable[[], Awaitable[Any]]) -> Any:
        """Have the body await `asked()`; return or raise what comes of it.

        Raises:
            Stuck: Nothing ever will.
        """
        if self._is_abandoned:
            raise Stuck("it waits for ever")
        self._asked.put(asked)
        self.is_waiting = True
        value, error = self._answered.get()
        self.is_waiting = False
        if error is not None:
            raise error
        return value

    def _run_test(self, test: Callable[[], None]) -> None:
        try:
            test()
        finally:
            self._asked.put(None)

    def _abandon(self) -> None:
        self._is_abandoned = True
        self._answered.put((None, Stuck("it waits for ever")))


async def _outcome(asked: Callable[[], Awaitable[Any]]) -> tuple[Any, BaseException | None]:
    try:
        return await asked(), None
    except (Closed, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - it is the test's to judge
        return None, error
