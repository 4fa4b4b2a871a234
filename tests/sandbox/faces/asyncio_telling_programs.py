"""Programs on what asyncio tells: of cancellations, of what is misused, of futures of every kind."""

from __future__ import annotations

from typing import Any

from tests.sandbox.faces.twins import table


async def cancellation_says_what_it_was_told(asyncio: Any, say: Any) -> Any:
    async def sleep_long() -> None:
        try:
            await asyncio.sleep(99)
        except asyncio.CancelledError as error:
            say(["inside", *error.args])
            raise

    async def wait_for(task: Any) -> None:
        await task

    for told in ((), ("enough",), (5,), (None,)):
        task = asyncio.create_task(sleep_long())
        outer = asyncio.create_task(wait_for(task))
        await asyncio.sleep(0)
        outer.cancel(*told)
        try:
            await outer
        except asyncio.CancelledError as error:
            say([task.cancelled(), *error.args])
    future = asyncio.get_running_loop().create_future()
    future.cancel("given up")
    try:
        await future
    except asyncio.CancelledError as error:
        say(list(error.args))


async def cancellation_that_the_author_raises_says_what_he_says(asyncio: Any, say: Any) -> Any:
    try:
        raise asyncio.CancelledError("mine", 2)
    except asyncio.CancelledError as error:
        return list(error.args)


async def gather_fails_with_the_cancellation_of_a_child(asyncio: Any, say: Any) -> Any:
    loop = asyncio.get_running_loop()
    first, second = loop.create_future(), loop.create_future()
    both = asyncio.gather(first, second)
    first.cancel("first")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    say([both.done(), both.cancelled(), *both.exception().args])
    second.set_result(1)
    kept = asyncio.gather(first, return_exceptions=True)
    say([error.args for error in await kept])
    silent = loop.create_future()
    silent.cancel()
    say([error.args for error in await asyncio.gather(silent, return_exceptions=True)])
    pending = asyncio.gather(asyncio.sleep(9), asyncio.sleep(9))
    await asyncio.sleep(0)
    pending.cancel("all")
    try:
        await pending
    except asyncio.CancelledError as error:
        say(list(error.args))
    return pending.cancelled()


async def futures_of_every_kind_are_futures(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(asyncio.sleep(0))
    futures = [task, asyncio.gather(task), asyncio.shield(task), asyncio.Future(loop=asyncio.get_running_loop())]
    say([isinstance(future, asyncio.Future) for future in futures])
    say([issubclass(asyncio.Task, asyncio.Future), isinstance(7, asyncio.Future)])
    say([asyncio.ensure_future(task, loop=None) is task, asyncio.current_task(None) is asyncio.current_task()])
    say([str(asyncio.Future[int].__args__), str(asyncio.Task[str].__args__)])
    await task


async def semaphore_lets_nobody_overtake_who_was_called(asyncio: Any, say: Any) -> Any:
    semaphore = asyncio.Semaphore(1)

    async def enter(name: str, turns: int) -> None:
        for turn in range(turns):
            await semaphore.acquire()
            say([name, turn])
            if turn + 1 < turns:
                semaphore.release()

    tasks = [asyncio.create_task(enter(name, turns)) for name, turns in (("a", 1), ("b", 2), ("c", 1))]
    await asyncio.sleep(0)
    semaphore.release()
    semaphore.release()
    say(semaphore.locked())
    await asyncio.gather(*tasks)
    return semaphore.locked()


async def timeout_tells_where_it_stands(asyncio: Any, say: Any) -> Any:
    block = asyncio.timeout(10)
    say(repr(block))
    async with block:
        say(repr(block))
        block.reschedule(None)
        say(repr(block))
    say([repr(block), block.expired()])
    for act in (lambda: block.reschedule(1), block.__aenter__().__await__().__next__):
        try:
            act()
        except RuntimeError as error:
            say(error)
    try:
        async with asyncio.timeout(1) as late:
            try:
                await asyncio.sleep(5)
            finally:
                say(repr(late))
    except TimeoutError:
        say([repr(late), late.expired()])


async def blocks_say_why_they_cannot_be_used(asyncio: Any, say: Any) -> Any:
    group = asyncio.TaskGroup()
    for wanted in ("has not been entered", "is finished", "has already been entered"):
        coroutine = asyncio.sleep(0)
        try:
            if "already" in wanted:
                async with group:
                    say("never")
            group.create_task(coroutine)
        except RuntimeError as error:
            say(wanted in str(error))
        coroutine.close()
        if wanted == "has not been entered":
            async with group:
                say("inside")


async def queue_and_locks_show_what_they_hold(asyncio: Any, say: Any) -> Any:
    queue = asyncio.Queue(2)
    queue.put_nowait("a")
    say(str(queue))
    getters = [asyncio.create_task(queue.get()) for _ in range(3)]
    await asyncio.sleep(0)
    say(str(queue))
    for lock in (asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2), asyncio.Condition(), asyncio.Barrier(2)):
        say(repr(lock).rpartition(" [")[2])
    for getter in getters:
        getter.cancel()


TELLING = table(globals())
