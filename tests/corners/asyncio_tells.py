"""What asyncio's tasks, futures, locks, queues and blocks show of themselves, and what they say when misused."""
import asyncio
import traceback


def attempt(function, *given, **named):
    try:
        return repr(function(*given, **named))
    except Exception as error:
        return f"{type(error).__name__} {error.args} {error} {error.__cause__!r} {error.__context__!r}"


async def attempt_await(awaitable):
    try:
        return repr(await awaitable)
    except BaseException as error:
        return f"{type(error).__name__} {error.args} {error!r} {error.__cause__!r} {error.__context__!r}"


async def nap(seconds, fails=None):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError as error:
        print("cancelled", error.args, repr(error), error.__context__)
        raise
    if fails is not None:
        raise fails
    return seconds


async def show_objects():
    queue, event, lock = asyncio.Queue(2), asyncio.Event(), asyncio.Lock()
    things = [queue, asyncio.LifoQueue(), asyncio.PriorityQueue(), event, lock, asyncio.Condition(), asyncio.Barrier(2)]
    things += [asyncio.Semaphore(2), asyncio.BoundedSemaphore(1), asyncio.Future(), asyncio.TaskGroup(), asyncio.timeout(1)]
    things += [asyncio.gather(), asyncio.current_task(), asyncio.all_tasks(), asyncio.get_running_loop()]
    queue.put_nowait({"a": [1, lock]})
    waiting = [asyncio.create_task(each(), name="w") for each in (event.wait, things[1].get, things[1].get)]
    async with lock:
        waiting.append(asyncio.create_task(lock.acquire()))
        await asyncio.sleep(0)
        print(*things, *waiting, sep="\n")
        print(things[:6], {"lock": lock}, f"{queue!s:>60}", "%r" % (lock,))
    event.set()
    for task in waiting[1:3]:
        task.cancel("enough")
    await asyncio.wait(waiting)
    print(waiting, asyncio.shield(waiting[0]), asyncio.as_completed(waiting), nap)
    print(*[type(each).__name__ for each in [*things, *waiting]], asyncio.Task, asyncio.Future, asyncio.CancelledError)


async def misuse():
    loop, done = asyncio.get_running_loop(), asyncio.Future()
    done.set_result(1)
    print(attempt(done.set_result, 2), attempt(done.set_exception, 3), attempt(asyncio.Future().result))
    print(attempt(asyncio.Lock().release), attempt(asyncio.Semaphore, -1), attempt(asyncio.BoundedSemaphore(1).release))
    print(attempt(asyncio.Barrier, 0), attempt(asyncio.Queue().get_nowait), attempt(asyncio.Queue().task_done))
    print(attempt(asyncio.create_task, 1), attempt(asyncio.gather, 1, None), attempt(asyncio.ensure_future, "x"))
    print(attempt(asyncio.wait, done), attempt(asyncio.as_completed, 5), attempt(asyncio.TaskGroup().create_task, 1))
    print(attempt(asyncio.Event, 1), attempt(asyncio.Queue, 1, 2, 3), attempt(asyncio.Lock, loop=None), attempt(asyncio.Event().wait, 1))
    print(attempt(asyncio.timeout), attempt(asyncio.timeout, "x"), attempt(asyncio.timeout(1).reschedule, 2), attempt(asyncio.sleep))
    print(attempt(getattr, loop, "call_later"), attempt(getattr, loop, "run_in_executor"), attempt(getattr, asyncio, "run"))
    print(attempt(getattr, asyncio.current_task(), "get_coro"), attempt(asyncio.Condition().notify), attempt(asyncio.current_task().cancel, 1, 2))
    for wrong in (asyncio.wait([]), asyncio.Condition().wait(), asyncio.wait_for(nap(5), 1), asyncio.gather(nap(1, KeyError(1)), nap(9))):
        print(await attempt_await(wrong))
    async def reenter(block):
        async with block:
            async with block:
                pass
    print(await attempt_await(reenter(asyncio.timeout(1))), await attempt_await(reenter(asyncio.TaskGroup())))


async def groups():
    async def crash(seconds, *errors):
        try:
            await asyncio.sleep(seconds)
        finally:
            for error in errors:
                raise error
    for block in (ValueError("block"), None):
        try:
            async with asyncio.TaskGroup() as group:
                for at, name in enumerate("zab"):
                    group.create_task(crash(1 + (at > 0), KeyError(name)), name=name)
                await asyncio.sleep(0)
                if block is not None:
                    raise block
        except* (KeyError, ValueError) as found:
            print(repr(found), [repr(each) for each in found.exceptions], traceback.format_exc())
        print(repr(group))
    try:
        async with asyncio.timeout(1) as limit:
            async with asyncio.TaskGroup() as group:
                group.create_task(crash(5, KeyError("late")))
                await asyncio.sleep(9)
    except ExceptionGroup as found:
        print(repr(found), repr(found.__context__), repr(found.exceptions[0].__context__), repr(limit))


async def main():
    "use workflow"
    await show_objects()
    await misuse()
    await groups()
    task = asyncio.create_task(nap(5))
    await asyncio.sleep(1)
    task.cancel("told")
    print(await attempt_await(task), await attempt_await(asyncio.gather(task, return_exceptions=True)), task.cancelling())
    asyncio.create_task(nap(0, LookupError("nobody asks")), name="forgotten")
    await asyncio.sleep(1)
    raise_later = asyncio.create_task(nap(1, OSError("gone")))
    return await attempt_await(raise_later)
