"""Following a run: its events as they happen."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any

from vm.graph.outputs import Cursor
from vm.graph.results import Row, RunResult

if TYPE_CHECKING:
    from vm.graph.runs import GraphRun


class GraphStream:
    """The events of a run until it rests. Iterate over it; `await stream.result()` is the run's result then.

    Nothing begins before it is iterated over, or awaited.
    """

    def __init__(self, run: GraphRun, begin: Callable[[], Awaitable[Any]] | None, *, is_whole: bool) -> None:
        self.run = run
        self.run_id = run.run_id
        self._begin = begin
        self._is_whole = is_whole
        self._cursor: Any = None
        self._page: deque[Row] = deque()

    @property
    def full_stream(self) -> GraphStream:
        return self

    def __aiter__(self) -> GraphStream:
        return self

    async def __anext__(self) -> Row:
        cursor = await self._open()
        if not self._page:
            self._page.extend(await self.run._more(cursor))
        if not self._page:
            raise StopAsyncIteration
        return self._page.popleft()

    async def _open(self) -> Any:
        """Begin, unless that was done; return how far events have been read."""
        if self._cursor is None:
            self._cursor = Cursor() if self._is_whole else await self.run._cursor()
            begin, self._begin = self._begin, None
            if begin is not None:
                await begin()
        return self._cursor

    def __await__(self) -> Generator[Any, Any, GraphStream]:
        async def itself() -> GraphStream:
            await self._open()
            return self

        return itself().__await__()

    async def result(self) -> RunResult:
        """Wait until the run rests, and return its result."""
        await self._open()
        return await self.run.wait()
