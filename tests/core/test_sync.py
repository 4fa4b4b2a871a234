"""Events, locks, semaphores and queues: fair, and safe under cancellation."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest

from vm.core.kernel import Kernel, Task
from vm.core.sync import BadCount, Checkpoint, Event, Lock, NotLocked, Queue, QueueEmpty, QueueFull, Semaphore


def spawn_all(kernel: Kernel, *coroutines: Coroutine[Any, Any, Any]) -> list[Task]:
    tasks = [kernel.spawn(coroutine) for coroutine in coroutines]
    kernel.run()
    return tasks


def test_checkpoint_lets_every_other_task_run_once() -> None:
    kernel, seen = Kernel(), []

    async def count(name: str) -> None:
        for number in range(2):
            seen.append(f"{name}{number}")
            await Checkpoint(kernel)

    spawn_all(kernel, count("a"), count("b"))
    assert seen == ["a0", "b0", "a1", "b1"]


def test_cancel_reaches_a_task_at_a_checkpoint() -> None:
    kernel = Kernel()
    tasks: list[Task] = []

    async def main() -> None:
        tasks[0].cancel()
        await Checkpoint(kernel)

    tasks.append(kernel.spawn(main()))
    kernel.run()
    assert tasks[0].cancelled()


def test_event_wakes_all_that_wait_and_lets_later_ones_through() -> None:
    kernel = Kernel()
    event, seen = Event(kernel), []

    async def wait(name: str) -> None:
        assert await event.wait()
        seen.append(name)

    spawn_all(kernel, wait("a"), wait("b"))
    assert seen == []
    event.set()
    kernel.run()
    spawn_all(kernel, wait("c"))
    assert seen == ["a", "b", "c"]
    event.clear()
    assert not event.is_set()


def test_semaphore_lets_in_as_many_as_it_says_first_come_first_served() -> None:
    kernel = Kernel()
    semaphore, inside, seen = Semaphore(kernel, 2), [0], []

    async def work(name: int) -> None:
        async with semaphore:
            inside[0] += 1
            seen.append((name, inside[0]))
            await Checkpoint(kernel)
            inside[0] -= 1

    spawn_all(kernel, *(work(number) for number in range(5)))
    assert [name for name, _ in seen] == [0, 1, 2, 3, 4]
    assert max(count for _, count in seen) == 2
    assert not semaphore.locked()


def test_lock_is_handed_over_and_cannot_be_released_twice() -> None:
    kernel = Kernel()
    lock = Lock(kernel)

    async def main() -> None:
        await lock.acquire()
        assert lock.locked()
        lock.release()
        lock.release()

    (task,) = spawn_all(kernel, main())
    with pytest.raises(NotLocked, match="release"):
        task.result()


def test_semaphore_cannot_start_below_zero() -> None:
    with pytest.raises(BadCount):
        Semaphore(Kernel(), -1)


@pytest.mark.parametrize("others", [0, 1])
def test_permit_handed_to_a_task_that_is_cancelled_is_not_lost(others: int) -> None:
    kernel = Kernel()
    lock, seen = Lock(kernel), []

    async def hold() -> None:
        async with lock:
            await Checkpoint(kernel)

    async def want(name: str) -> None:
        async with lock:
            seen.append(name)

    kernel.spawn(hold())
    victim = kernel.spawn(want("victim"))
    for number in range(others):
        kernel.spawn(want(f"other{number}"))

    async def cancel_when_called() -> None:
        while lock._line._waiting and not lock._line._waiting[0].done() and len(lock._line._waiting) == others + 1:
            await Checkpoint(kernel)
        victim.cancel()

    kernel.spawn(cancel_when_called())
    kernel.run()
    assert victim.cancelled()
    assert seen == [f"other{number}" for number in range(others)]
    assert not lock.locked()


def test_task_cancelled_in_line_leaves_it() -> None:
    kernel = Kernel()
    lock, seen = Lock(kernel), []

    async def want(name: str) -> None:
        await lock.acquire()
        seen.append(name)

    _, second, _ = spawn_all(kernel, want("a"), want("b"), want("c"))
    second.cancel()
    kernel.run()
    lock.release()
    kernel.run()
    assert seen == ["a", "c"]


def test_queue_hands_values_over_in_order_and_holds_back_when_full() -> None:
    kernel = Kernel()
    queue, seen = Queue(kernel, 2), []

    async def produce() -> None:
        for number in range(5):
            await queue.put(number)
            seen.append(f"put{number}")

    async def consume() -> list[int]:
        return [await queue.get() for _ in range(5)]

    (producer,) = spawn_all(kernel, produce())
    assert seen == ["put0", "put1"]
    assert queue.full()
    assert queue.qsize() == 2
    (consumer,) = spawn_all(kernel, consume())
    assert consumer.result() == [0, 1, 2, 3, 4]
    assert producer.done()
    assert queue.empty()


def test_queue_without_waiting_says_when_it_is_full_or_empty() -> None:
    queue = Queue(Kernel(), 1)
    with pytest.raises(QueueEmpty):
        queue.get_nowait()
    queue.put_nowait(1)
    with pytest.raises(QueueFull):
        queue.put_nowait(2)
    assert queue.get_nowait() == 1


def test_join_waits_until_everything_was_dealt_with() -> None:
    kernel = Kernel()
    queue = Queue(kernel)

    async def consume() -> None:
        for _ in range(2):
            await queue.get()
            queue.task_done()

    queue.put_nowait(1)
    queue.put_nowait(2)
    (joiner,) = spawn_all(kernel, queue.join())
    assert not joiner.done()
    spawn_all(kernel, consume())
    assert joiner.done()
    with pytest.raises(BadCount, match="too many"):
        queue.task_done()
