"""Reading what a run's steps write to its streams: by index, from the end, live, and on from where one was cut off."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Self

from vm.core.codec import Types, decode
from vm.core.events import Encoded
from vm.core.lifecycle import TERMINAL_RUN
from vm.errors import RunUnfinished
from world.changes import ChunkRow

if TYPE_CHECKING:
    from vm.face.embed import VM

PAGE: Final = 64
"""Chunks that a reader holds at most: one that is slow is read for no faster."""


class StreamReader:
    """Iterates over a stream's chunks, each once and in order: text, bytes or values, as they were written.

    `start` is the index of the first one; a negative one counts from the end as it stands now. The iteration ends
    where the stream is closed or its run over, or, unless `is_live`, with what is there. `next_index` is the index
    of the chunk that comes next: another reader that starts there goes on without a gap or a repetition.

    Raises, when it is read and its VM is being closed:
        RunUnfinished: More may come.
    """

    def __init__(self, vm: VM, run_id: str, namespace: str, start: int, *, is_live: bool) -> None:
        self._vm = vm
        self._run_id = run_id
        self._namespace = namespace
        self._is_live = is_live
        self._page: deque[ChunkRow] = deque()
        self.next_index = start if start >= 0 else max(self.tail_index + 1 + start, 0)

    @property
    def tail_index(self) -> int:
        """The index of the last chunk that is there; -1 while there is none."""
        stream = self._vm.world.find_stream(self._run_id, self._namespace)
        return -1 if stream is None else stream.length - 1

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        if not self._page and not await self._fill():
            raise StopAsyncIteration
        chunk = self._page.popleft()
        self.next_index = chunk.index + 1
        return value_of(chunk, self._vm.registry.types)

    async def read(self) -> list[Any]:
        """Wait for chunks, and return those that are there, but no more than a page; none at the end."""
        if not self._page and not await self._fill():
            return []
        self.next_index = self._page[-1].index + 1
        values = [value_of(chunk, self._vm.registry.types) for chunk in self._page]
        self._page.clear()
        return values

    async def _fill(self) -> bool:
        """Get the next page, waiting for it where more may come. Return False at the end."""
        while True:
            bell = self._vm.engine.roster.bell(self._run_id)
            is_over = not self._is_live or self._is_over()  # asked first: what comes later is not missed
            self._page.extend(
                self._vm.world.read_chunks(self._run_id, self._namespace, start=self.next_index, limit=PAGE)
            )
            if self._page or is_over:
                return bool(self._page)
            if self._vm.is_closing:
                raise RunUnfinished(self._run_id)
            await bell.wait()

    def _is_over(self) -> bool:
        stream = self._vm.world.find_stream(self._run_id, self._namespace)
        is_closed = stream is not None and stream.is_closed
        return is_closed or self._vm.world.get_run(self._run_id).status in TERMINAL_RUN


class BackgroundReader:
    """Iterates over a stream's chunks from plain code; each page is asked of the host. See `StreamReader`."""

    def __init__(self, call: Callable[[Callable[[VM], Any]], Any], reader: StreamReader) -> None:
        self._call = call
        self._reader = reader
        self._values: deque[Any] = deque()

    @property
    def next_index(self) -> int:
        """The index of the chunk that comes next."""
        return self._reader.next_index - len(self._values)

    @property
    def tail_index(self) -> int:
        """The index of the last chunk that is there; -1 while there is none."""

        async def ask(_: VM) -> int:
            return self._reader.tail_index

        return int(self._call(ask))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        if not self._values:
            self._values.extend(self._call(lambda _: self._reader.read()))
        if not self._values:
            raise StopIteration
        return self._values.popleft()


def value_of(chunk: ChunkRow, types: Types) -> Any:
    """Return a chunk as it was written."""
    if chunk.kind == "bytes":
        return chunk.body
    text = chunk.body.decode("utf-8", "surrogatepass")
    return text if chunk.kind == "text" else decode(Encoded(text), types)
