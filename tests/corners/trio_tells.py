"""What trio's scopes, nurseries, locks and channels show of themselves, and what they say when misused."""
import trio


def attempt(function, *given, **named):
    try:
        return repr(function(*given, **named))
    except Exception as error:
        return f"{type(error).__name__} {error.args} {error}"


async def attempt_await(function, *given):
    try:
        return repr(await function(*given))
    except BaseException as error:
        return f"{type(error).__name__} {error.args} {error!r} {getattr(error, 'exceptions', None)!r} {error.__context__!r}"


def enter(block):
    with block:
        with block:
            return block


async def crash(error, seconds=1):
    try:
        await trio.sleep(seconds)
    finally:
        raise error


async def show_objects():
    sender, receiver = trio.open_memory_channel(1)
    lock, event, limiter = trio.Lock(), trio.Event(), trio.CapacityLimiter(2)
    things = [sender, receiver, lock, event, limiter, trio.Semaphore(1), trio.Semaphore(1, max_value=2), trio.Condition()]
    things += [trio.CancelScope(), trio.move_on_after(5), trio.fail_at(7), trio.lowlevel.current_task(), trio.open_nursery()]
    async with trio.open_nursery() as nursery, lock, limiter:
        nursery.start_soon(event.wait)
        nursery.start_soon(lock.acquire, name="locker")
        with trio.move_on_after(3) as scope:
            await trio.sleep(1)
            print(*things, scope, nursery, nursery.cancel_scope, nursery.child_tasks, sep="\n")
            print([each.name for each in nursery.child_tasks], nursery.parent_task.name)
        for thing in things[:8]:
            print(thing.statistics())
        print(scope, scope.deadline, scope.cancelled_caught)
        event.set()
        nursery.cancel_scope.cancel("done here")
    print(things, nursery.cancel_scope, *[type(each).__name__ for each in things])


async def misuse():
    nan, event = float("nan"), trio.Event()
    for wrong in (-1, "x", None, nan, 1.5):
        for function in (trio.CapacityLimiter, trio.Semaphore, trio.open_memory_channel, trio.move_on_after, trio.fail_after):
            print(attempt(function, wrong))
    print(attempt(trio.Lock().release), attempt(trio.Condition().notify), attempt(trio.Condition, 1), attempt(bool, event))
    print(attempt(trio.CancelScope, deadline=1, relative_deadline=1), attempt(setattr, trio.CancelScope(), "shield", 1))
    print(attempt(getattr, trio, "run"), attempt(getattr, trio, "to_thread"), attempt(getattr, trio.lowlevel, "reschedule"))
    print(attempt(enter, trio.open_nursery()), attempt(trio.Event, 1), attempt(enter, trio.move_on_after(1)))
    sender, receiver = trio.open_memory_channel(0)
    print(attempt(sender.send_nowait, 1), attempt(receiver.receive_nowait))
    receiver.close()
    print(attempt(sender.send_nowait, 1), attempt(receiver.receive_nowait), attempt(receiver.clone), await attempt_await(sender.send, 1))
    sender.close()
    print(attempt(sender.send_nowait, 1), await attempt_await(receiver.receive))

    async def nothing(task_status): ...
    async def twice(task_status):
        task_status.started()
        task_status.started()
    async def wrong_calls(function, *given):
        async with trio.open_nursery() as nursery:
            await nursery.start(function, *given)
    for function in (nothing, twice, event.wait, print, crash(1), None):
        print(await attempt_await(wrong_calls, function))
    async def fail_slowly():
        with trio.fail_after(1):
            await trio.sleep(5)
    print(await attempt_await(fail_slowly), attempt(trio.sleep_until, nan), attempt(trio.sleep, -1), attempt(trio.sleep, nan))
    print(await attempt_await(trio.sleep, "x"), await attempt_await(trio.sleep, None), await attempt_await(trio.sleep, 0.5))


async def main():
    "use workflow"
    await show_objects()
    await misuse()
    for seconds in ((1, 1, 1), (1, 2, 3), (3, 2, 1)):
        try:
            async with trio.open_nursery() as nursery:
                for name, each in zip("zab", seconds):
                    nursery.start_soon(crash, KeyError(name), each)
                await trio.sleep(1)
                raise ValueError("block")
        except* (KeyError, ValueError) as found:
            print(repr(found), [repr(each.__context__) for each in found.exceptions])
    with trio.move_on_after(1) as scope:
        try:
            await trio.sleep(5)
        except trio.Cancelled as error:
            print(repr(error), str(error), error.args, type(error).__name__)
            raise
    return repr(scope), trio.current_time()
