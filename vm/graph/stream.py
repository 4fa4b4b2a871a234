"""Following a run: its events as they happen."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any

from vm.graph.results import Row, RunResult

if TYPE_CHECKING:
    from vm.graph.runs import GraphRun


class GraphStream:
    """The events of a run until it rests. Iterate over it; `await stream.result()` is the run's result then.

    Nothing begins before it is iterated over, or awaited.
    """

    def __init__(self, run: GraphRun, begin: Callable[[], Awaitable[Any]] | None, start: int | None) -> None:
        self.run = run
        self.run_id = run.run_id
        self._begin = begin
        self._start = start
        self._index: int | None = None
        self._page: deque[Row] = deque()

    @property
    def full_stream(self) -> GraphStream:
        return self

    def __aiter__(self) -> GraphStream:
        return self

    async def __anext__(self) -> Row:
        index = await self._open()
        if not self._page:
            self._page.extend(await self.run._more(index))
            self._index = index + len(self._page)
        if not self._page:
            raise StopAsyncIteration
        return self._page.popleft()

    async def _open(self) -> int:
        """Begin, unless that was done; return the index of the next event."""
        if self._index is not None:
            return self._index
        self._index = await self.run._event_count() if self._start is None else self._start
        begin, self._begin = self._begin, None
        if begin is not None:
            await begin()
        return self._index

    def __await__(self) -> Generator[Any, Any, GraphStream]:
        async def itself() -> GraphStream:
            await self._open()
            return self

        return itself().__await__()

    async def result(self) -> RunResult:
        """Wait until the run rests, and return its result."""
        await self._open()
        return await self.run.wait()
