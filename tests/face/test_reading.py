"""Readers of streams: by index, from the end, live, cut off and on again, in a VM and beside one."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
import trio

from vm import BackgroundVM, open_vm
from vm.errors import RunUnfinished
from vm.face.handle import Run
from vm.face.reading import PAGE, StreamReader

WRITE = """
from vm import create_hook, gather, get_writable

async def main(count=5, writers=2, is_held=False):
    "use workflow"
    await gather(*(write(number, count) for number in range(writers)))
    if is_held:
        await create_hook("go")
    await end()

async def write(writer, count):
    "use step"
    to = get_writable()
    for number in range(count):
        await to.write([writer, number])

async def end():
    "use step"
    await get_writable().write("the end")
    await get_writable("log").write(b"\\x00")
    await get_writable().close()
"""


async def read_all(reader: StreamReader) -> list[Any]:
    return [chunk async for chunk in reader]


async def test_reader_gets_every_chunk_as_it_was_written_and_ends_with_the_stream() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await vm.start(WRITE, writers=1)
            expected = [*([0, number] for number in range(5)), "the end"]
            assert await read_all(run.stream()) == expected
            assert await read_all(run.stream("log")) == [b"\x00"]
            assert await read_all(run.stream("nothing")) == []
            assert [stream.namespace for stream in run.streams()] == ["", "log"]


async def test_reader_starts_at_an_index_or_so_many_before_the_end() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await vm.start(WRITE, writers=1)
            await run.wait()
            assert await read_all(run.stream(start=4)) == [[0, 4], "the end"]
            assert await read_all(run.stream(start=-2)) == [[0, 4], "the end"]
            assert len(await read_all(run.stream(start=-100))) == 6
            assert await read_all(run.stream(start=100)) == []
            assert (run.stream().tail_index, run.stream("nothing").tail_index) == (5, -1)


async def test_reader_waits_for_more_until_its_stream_is_closed_and_no_longer_than_its_vm() -> None:
    with trio.fail_after(60):
        async with open_vm("memory:") as vm:
            run = await vm.start(WRITE, writers=1, is_held=True)
            live = run.stream()
            assert [await anext(live) for _ in range(5)][-1] == [0, 4]
            assert await read_all(run.stream(is_live=False)) == [[0, number] for number in range(5)]
            with trio.move_on_after(0.01) as scope:
                await anext(live)
            assert scope.cancelled_caught
            await vm.resume_hook("go")
            assert await read_all(live) == ["the end"]
            other = await vm.start(WRITE, writers=1, is_held=True)
            cut = other.stream(start=5)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_expect_closing, cut)
                await trio.testing.wait_all_tasks_blocked()
                vm.is_closing = True
                vm.engine.roster.ring_all()


async def _expect_closing(reader: StreamReader) -> None:
    with pytest.raises(RunUnfinished):
        await anext(reader)


async def test_reader_hears_of_what_another_process_writes(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'world.db'}"
    with trio.fail_after(60):
        async with open_vm(url, recover=False) as reading:
            async with open_vm(url) as writing:
                run = await writing.start(WRITE, writers=1)
                assert len(await read_all(Run(reading, run.run_id).stream())) == 6


async def _read_with_breaks(run: Run, luck: random.Random, into: list[Any], sizes: list[int]) -> None:
    """Read a stream to its end, breaking off and going on at random."""
    index = 0
    while True:
        reader = run.stream(start=index)
        left = luck.randrange(1, 400)
        async for chunk in reader:
            into.append(chunk)
            sizes.append(len(reader._page))
            left -= 1
            if left == 0:
                break
        else:
            return
        index = reader.next_index
        if luck.random() < 0.3:
            await trio.lowlevel.checkpoint()


@pytest.mark.parametrize("url", ["memory:", "sqlite:world.db"])
async def test_readers_that_break_off_at_random_miss_repeat_and_reorder_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with trio.fail_after(600):
        async with open_vm(url) as vm:
            count = int(os.environ.get("VM_TEST_CHUNKS", "4000")) // 2  # of two writers each
            run = await vm.start(WRITE, count=count)
            got: list[list[Any]] = [[] for _ in range(5)]
            sizes: list[int] = []
            async with trio.open_nursery() as nursery:
                for number, into in enumerate(got):
                    nursery.start_soon(_read_with_breaks, run, random.Random(number), into, sizes)
            assert all(into == got[0] for into in got)
            assert len(got[0]) == 2 * count + 1
            for writer in (0, 1):
                own = [chunk[1] for chunk in got[0][:-1] if chunk[0] == writer]
                assert own == list(range(count))
            assert max(sizes) < PAGE


def test_background_reader_goes_through_a_stream_from_plain_code() -> None:
    with BackgroundVM("memory:") as vm:
        run_id = vm.start(WRITE, count=100, writers=1)
        reader = vm.stream(run_id)
        first = [next(reader) for _ in range(10)]
        assert (first[-1], reader.next_index) == ([0, 9], 10)
        assert next(vm.stream(run_id, start=reader.next_index)) == [0, 10]
        assert list(reader)[-1] == "the end"
        assert reader.tail_index == 100
        assert [stream.length for stream in vm.streams(run_id)] == [101, 1]
