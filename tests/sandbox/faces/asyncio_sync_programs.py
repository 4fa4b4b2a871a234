"""Programs on locks, events, conditions, barriers and queues, for `test_asyncio_face`."""

from __future__ import annotations

from typing import Any

from tests.sandbox.faces.twins import table


async def lock_is_fair(asyncio: Any, say: Any) -> Any:
    lock = asyncio.Lock()

    async def enter(name: str) -> None:
        for turn in range(2):
            async with lock:
                say(f"{name}{turn}")
                await asyncio.sleep(1)

    await asyncio.gather(*(enter(name) for name in "abc"))
    return lock.locked()


async def lock_released_is_not_held_until_the_next_one_runs(asyncio: Any, say: Any) -> Any:
    lock = asyncio.Lock()
    await lock.acquire()

    async def enter(name: str) -> None:
        async with lock:
            say([name, lock.locked()])

    tasks = [asyncio.create_task(enter(name)) for name in "ab"]
    await asyncio.sleep(0)
    lock.release()
    say(lock.locked())
    tasks.append(asyncio.create_task(enter("c")))
    await lock.acquire()
    say("again")
    lock.release()
    await asyncio.gather(*tasks)
    try:
        lock.release()
    except RuntimeError as error:
        say(error)


async def lock_survives_a_waiter_cancelled_on_its_turn(asyncio: Any, say: Any) -> Any:
    lock = asyncio.Lock()
    await lock.acquire()

    async def enter(name: str) -> None:
        async with lock:
            say(name)

    tasks = [asyncio.create_task(enter(name)) for name in "abcd"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    lock.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    return [task.cancelled() for task in tasks] + [lock.locked()]


async def event_lets_all_through(asyncio: Any, say: Any) -> Any:
    event = asyncio.Event()

    async def wait(name: str) -> None:
        say([name, await event.wait(), event.is_set()])

    tasks = [asyncio.create_task(wait(name)) for name in "ab"]
    await asyncio.sleep(1)
    event.set()
    event.clear()
    await asyncio.gather(*tasks)
    event.set()
    await wait("c")


async def semaphore_counts(asyncio: Any, say: Any) -> Any:
    semaphore = asyncio.Semaphore(2)

    async def enter(number: int) -> None:
        async with semaphore:
            say([number, semaphore.locked()])
            await asyncio.sleep(number)

    await asyncio.gather(*(enter(number) for number in (3, 1, 1.5, 1)))
    semaphore.release()
    say(semaphore.locked())
    for make in (lambda: asyncio.Semaphore(-1), lambda: asyncio.BoundedSemaphore(1).release()):
        try:
            make()
        except ValueError as error:
            say(error)


async def semaphore_passes_on_a_permit_nobody_took(asyncio: Any, say: Any) -> Any:
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(semaphore.acquire()) for _ in range(2)]
    await asyncio.sleep(0)
    semaphore.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    return [task.cancelled() for task in tasks] + [semaphore.locked()]


async def condition_wakes_as_many_as_told(asyncio: Any, say: Any) -> Any:
    condition, state = asyncio.Condition(), []

    async def wait(name: str) -> None:
        async with condition:
            say([name, await condition.wait(), condition.locked()])

    async def want(count: int) -> None:
        async with condition:
            say([count, await condition.wait_for(lambda: len(state) >= count)])

    tasks = [asyncio.create_task(wait(name)) for name in "abc"]
    await asyncio.sleep(1)
    async with condition:
        condition.notify(2)
        await asyncio.sleep(1)
    await asyncio.sleep(1)
    tasks += [asyncio.create_task(want(count)) for count in (2, 1)]
    for _ in range(2):
        await asyncio.sleep(1)
        async with condition:
            state.append(1)
            condition.notify_all()
    await asyncio.gather(*tasks)


async def condition_needs_its_lock(asyncio: Any, say: Any) -> Any:
    lock = asyncio.Lock()
    condition = asyncio.Condition(lock)
    try:
        await condition.wait()
    except RuntimeError as error:
        say(error)
    for call in (condition.notify, condition.notify_all, condition.release):
        try:
            call()
        except RuntimeError as error:
            say(error)
    await condition.acquire()
    return lock.locked()


async def condition_has_its_lock_again_when_it_is_cancelled(asyncio: Any, say: Any) -> Any:
    condition = asyncio.Condition()

    async def wait() -> None:
        async with condition:
            try:
                await condition.wait()
            finally:
                say(condition.locked())

    task = asyncio.create_task(wait())
    await asyncio.sleep(1)
    async with condition:
        task.cancel()
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.sleep(1)
    await asyncio.wait([task])
    return [task.cancelled(), condition.locked()]


async def barrier_lets_parties_through(asyncio: Any, say: Any) -> Any:
    barrier = asyncio.Barrier(2)

    async def meet(name: str, seconds: float) -> None:
        for _ in range(2):
            await asyncio.sleep(seconds)
            say([name, barrier.n_waiting])
            async with barrier as number:
                say([name, number])

    await asyncio.gather(meet("a", 1), meet("b", 2), meet("c", 0), meet("d", 0))
    return [barrier.parties, barrier.n_waiting, barrier.broken]


async def barrier_breaks_and_is_reset(asyncio: Any, say: Any) -> Any:
    barrier = asyncio.Barrier(3)

    async def meet(name: str) -> None:
        try:
            say([name, await barrier.wait()])
        except asyncio.BrokenBarrierError as error:
            say([name, isinstance(error, RuntimeError), barrier.broken])

    for break_up in (barrier.reset, barrier.abort):
        tasks = [asyncio.create_task(meet(name)) for name in "ab"]
        await asyncio.sleep(1)
        await break_up()
        await asyncio.gather(*tasks)
        await asyncio.gather(*(meet(name) for name in ("c", "d", "e")))
    await barrier.reset()
    say(barrier.broken)
    try:
        asyncio.Barrier(0)
    except ValueError as error:
        say(error)


async def barrier_forgets_who_was_cancelled(asyncio: Any, say: Any) -> Any:
    barrier = asyncio.Barrier(2)
    gone = asyncio.create_task(barrier.wait())
    await asyncio.sleep(1)
    gone.cancel()
    await asyncio.sleep(1)
    say(barrier.n_waiting)
    return await asyncio.gather(barrier.wait(), barrier.wait())


async def queue_hands_over_in_order(asyncio: Any, say: Any) -> Any:
    queue = asyncio.Queue(2)

    async def produce() -> None:
        for number in range(5):
            await queue.put(number)
            say(["put", number, queue.qsize(), queue.full()])

    async def consume() -> None:
        while (number := await queue.get()) != 4:
            say(["got", number, queue.empty()])
            await asyncio.sleep(1)

    await asyncio.gather(produce(), consume())
    return queue.maxsize


async def queue_says_when_it_is_full_or_empty(asyncio: Any, say: Any) -> Any:
    queue = asyncio.Queue(maxsize=1)
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as error:
        say(error)
    queue.put_nowait(1)
    try:
        queue.put_nowait(2)
    except asyncio.QueueFull as error:
        say(error)
    return queue.get_nowait()


async def queue_is_joined(asyncio: Any, say: Any) -> Any:
    queue = asyncio.Queue()

    async def worker(name: str) -> None:
        while True:
            item = await queue.get()
            await asyncio.sleep(item)
            say([name, item])
            queue.task_done()

    workers = [asyncio.create_task(worker(name)) for name in "ab"]
    for item in (3, 1, 2, 1):
        queue.put_nowait(item)
    await queue.join()
    for task in workers:
        task.cancel()
    say(await asyncio.gather(*workers, return_exceptions=True))
    try:
        queue.task_done()
    except ValueError as error:
        say(error)


async def queue_loses_nothing_when_a_getter_is_cancelled(asyncio: Any, say: Any) -> Any:
    queue = asyncio.Queue()
    getters = [asyncio.create_task(queue.get()) for _ in range(2)]
    await asyncio.sleep(0)
    queue.put_nowait("x")
    getters[0].cancel()
    await asyncio.wait(getters)
    return [getters[0].cancelled(), getters[1].result(), queue.empty()]


async def queues_of_other_kinds_have_their_order(asyncio: Any, say: Any) -> Any:
    for kind in (asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue):
        queue = kind()
        for number in (2, 3, 1):
            await queue.put(number)
        say([await queue.get() for _ in range(3)])
    return asyncio.Queue[int]().qsize()


async def questions_about_kinds(asyncio: Any, say: Any) -> Any:
    coroutine = asyncio.sleep(0)
    say([asyncio.iscoroutine(coroutine), asyncio.iscoroutine(7), asyncio.iscoroutinefunction(lock_is_fair)])
    await coroutine
    return [isinstance(asyncio.Lock(), asyncio.Lock), isinstance(asyncio.current_task(), asyncio.Task)]


SYNC = table(globals())
