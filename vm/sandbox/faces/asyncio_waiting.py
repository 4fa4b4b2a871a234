"""asyncio's `wait` and `as_completed`. The sets they give are in the order in which things were given."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from types import CoroutineType
from typing import Any, Final, Self

from vm.core.combine import start_awaitable
from vm.core.commands import Origin
from vm.core.habits import call_soon
from vm.core.kernel import Future, InvalidAwait, _State
from vm.core.operations import Operation
from vm.core.sync import BadCount, Checkpoint
from vm.sandbox.faces.binding import current_kernel, current_run
from vm.sandbox.ordered import OrderedSet
from vm.sandbox.sizes import pay_to_start

FIRST_COMPLETED: Final = "FIRST_COMPLETED"
FIRST_EXCEPTION: Final = "FIRST_EXCEPTION"
ALL_COMPLETED: Final = "ALL_COMPLETED"


class _Watch:
    """Calls back for each of some futures that is done, in the order in which they are."""

    __slots__ = ("_call", "_futures")

    def __init__(self, futures: Iterable[Future], call: Callable[[Future], object]) -> None:
        self._call = call
        self._futures = dict.fromkeys(future for future in futures if not future.done())
        for future in self._futures:
            future._waiters.append(self)

    def stop(self) -> None:
        """Look away. Unlike one who waited, this leaves the futures as they are: nobody gives up on them."""
        for future in self._futures:
            future._waiters.remove(self)
        self._futures.clear()

    def _on_done(self, future: Future) -> None:
        self._futures.pop(future, None)
        self._call(future)


def start_all(awaitables: Iterable[Any], *, may_be_coroutines: bool) -> list[Future]:
    """Return the futures of what was given, each once.

    Raises:
        InvalidAwait: One awaitable was given instead of several, or a coroutine where there must be none.
    """
    if isinstance(awaitables, (Future, CoroutineType)):
        raise InvalidAwait(f"a list of awaitables was expected, not {type(awaitables).__name__}")
    given = list(dict.fromkeys(awaitables))
    if not may_be_coroutines and any(type(awaitable) is CoroutineType for awaitable in given):
        raise InvalidAwait("wait() gives back what it is given: make tasks of the coroutines, and keep them")
    kernel = current_kernel()
    pay_to_start(given)
    return list(dict.fromkeys(start_awaitable(kernel, awaitable) for awaitable in given))


async def wait_for_some(
    futures: list[Future], timeout: Any, return_when: str, origin: Origin | None = None
) -> tuple[OrderedSet, OrderedSet]:
    """Wait until one, or all, are done, or the time is over. Returns (done, pending); cancels nothing."""
    if not futures:
        raise BadCount("there is nothing to wait for")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise BadCount(f"return_when is FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED, not {return_when!r}")
    if _is_enough(futures, return_when) or is_nothing(timeout):
        for _ in range(2):  # as often as asyncio's loop turns before it hears of what is over already
            await Checkpoint(current_kernel())
    else:
        await _wait(futures, timeout, return_when, origin)
    done = OrderedSet(future for future in futures if future.done())
    return done, OrderedSet(future for future in futures if not future.done())


async def _wait(futures: list[Future], timeout: Any, return_when: str, origin: Origin | None) -> None:
    enough = Future(current_kernel())

    def finish(_: Future) -> None:
        if not enough.done():
            enough._resolve(None)

    def look(future: Future) -> None:
        if not watch._futures or return_when == FIRST_COMPLETED or _is_failure(future, return_when):
            call_soon(future._kernel, finish, future)

    watch = _Watch(futures, look)
    limit = None if timeout is None else current_run()._open_wait(timeout, origin)
    clock = _Watch([] if limit is None else [limit], finish)
    try:
        await enough
    finally:
        watch.stop()
        clock.stop()
        if limit is not None:
            limit.cancel()


def _is_enough(futures: list[Future], return_when: str) -> bool:
    done = [future for future in futures if future.done()]
    if len(done) == len(futures) or (done and return_when == FIRST_COMPLETED):
        return True
    return any(_is_failure(future, return_when) for future in done)


def _is_failure(future: Future, return_when: str) -> bool:
    return return_when == FIRST_EXCEPTION and future._state is _State.REJECTED


class AsCompleted:
    """`asyncio.as_completed`: awaitables of results in the order in which they come.

    With `for`, each is a coroutine to await. With `async for`, each is the future itself, done.
    """

    __slots__ = ("_arrived", "_left", "_limit", "_waiting", "_watch")

    def __init__(self, futures: list[Future], timeout: Any, origin: Origin | None) -> None:
        self._arrived: deque[Future | None] = deque(future for future in futures if future.done())
        self._left = len(futures)
        self._waiting: deque[Future] = deque()
        self._watch = _Watch(futures, self._arrive)
        self._limit: Operation | None = None
        if timeout is not None and self._watch._futures:
            self._limit = current_run()._open_wait(0 if is_nothing(timeout) else timeout, origin)
            self._limit._waiters.append(self)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Coroutine[Any, Any, Any]:
        if not self._left:
            raise StopIteration
        self._left -= 1
        return self._take_result()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Future:
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return await self._take()

    async def _take_result(self) -> Any:
        return (await self._take()).result()

    async def _take(self) -> Future:
        while not self._arrived:
            place = Future(current_kernel())
            self._waiting.append(place)
            try:
                await place
            except BaseException:
                self._leave(place)
                raise
        future = self._arrived.popleft()
        if future is None:
            raise TimeoutError
        return future

    def _leave(self, place: Future) -> None:
        if place.done():
            self._call_next()
        else:
            self._waiting.remove(place)

    def _arrive(self, future: Future | None) -> None:
        self._arrived.append(future)
        if not self._watch._futures and self._limit is not None:
            self._limit.cancel()
        self._call_next()

    def _call_next(self) -> None:
        if self._waiting and self._arrived:
            self._waiting.popleft()._resolve(None)

    def _on_done(self, limit: Future) -> None:
        """The time is over, or its wait was cancelled because everything has arrived."""
        missing = len(self._watch._futures)
        self._watch.stop()
        for _ in range(missing):
            self._arrive(None)


def is_nothing(timeout: Any) -> bool:
    """Say whether a time limit is over before it has begun."""
    return type(timeout) in (int, float) and timeout <= 0
