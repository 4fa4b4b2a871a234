"""Programs on channels, events, locks and limits, for `test_trio_face`."""

from __future__ import annotations

from math import inf
from typing import Any

from tests.sandbox.faces.twins import table


async def channel_hands_values_over(trio: Any, say: Any) -> Any:
    for size in (0, 2, inf):
        sender, receiver = trio.open_memory_channel[int](size)

        async def produce(sender: Any) -> None:
            async with sender:
                for number in range(4):
                    await sender.send(number)
                    say(["sent", number])

        async def consume(receiver: Any) -> None:
            async for number in receiver:
                say(["got", number])
                await trio.sleep(1)
            say("end")

        async with trio.open_nursery() as nursery:
            nursery.start_soon(produce, sender)
            nursery.start_soon(consume, receiver)


async def channel_of_several_ends(trio: Any, say: Any) -> Any:
    sender, receiver = trio.open_memory_channel(0)

    async def produce(name: str, sender: Any) -> None:
        async with sender:
            for number in range(2):
                await sender.send(f"{name}{number}")

    async with trio.open_nursery() as nursery:
        async with sender:
            for name in "ab":
                nursery.start_soon(produce, name, sender.clone())
        async for value in receiver:
            say(value)


async def channel_without_waiting(trio: Any, say: Any) -> Any:
    sender, receiver = trio.open_memory_channel(1)
    sender.send_nowait(1)
    for call in (lambda: sender.send_nowait(2), receiver.receive_nowait, receiver.receive_nowait):
        try:
            say(call())
        except trio.WouldBlock as error:
            say(error)
    say(list(sender.statistics()[:4]) if isinstance(sender.statistics(), tuple) else _numbers(sender.statistics()))


def _numbers(statistics: Any) -> list[Any]:
    names = ("current_buffer_used", "max_buffer_size", "open_send_channels", "open_receive_channels")
    return [getattr(statistics, name) for name in names]


async def closed_ends_say_so(trio: Any, say: Any) -> Any:
    sender, receiver = trio.open_memory_channel(1)
    await sender.send("left")
    sender.close()
    sender.close()
    say(await receiver.receive())
    for call in (receiver.receive, sender.aclose):
        try:
            say(await call())
        except trio.EndOfChannel as error:
            say(error)
    for call in (sender.clone, lambda: sender.send_nowait(1)):
        try:
            call()
        except trio.ClosedResourceError as error:
            say(error)
    with receiver:
        pass
    try:
        await receiver.receive()
    except trio.ClosedResourceError as error:
        say(error)
    sender, receiver = trio.open_memory_channel(1)
    await receiver.aclose()
    try:
        await sender.send(1)
    except trio.BrokenResourceError as error:
        say(error)
    receiver.close()


async def who_waits_at_a_closed_end_is_told(trio: Any, say: Any) -> Any:
    async def attempt(call: Any, *args: Any) -> None:
        try:
            say(await call(*args))
        except (trio.ClosedResourceError, trio.BrokenResourceError, trio.EndOfChannel) as error:
            say(error)

    for closes_sender in (True, False):
        sender, receiver = trio.open_memory_channel(0)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(attempt, receiver.receive)
            await trio.sleep(1)
            (sender if closes_sender else receiver).close()
        sender, receiver = trio.open_memory_channel(0)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(attempt, sender.send, 1)
            await trio.sleep(1)
            (sender if closes_sender else receiver).close()


async def cancelled_receiver_leaves_the_line(trio: Any, say: Any) -> Any:
    sender, receiver = trio.open_memory_channel(0)
    with trio.move_on_after(1):
        await receiver.receive()
    with trio.move_on_after(1):
        await sender.send("never")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sender.send, "x")
        return await receiver.receive()


async def value_on_its_way_is_delivered_before_the_cancellation(trio: Any, say: Any) -> Any:
    sender, receiver = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:

        async def take() -> None:
            say(await receiver.receive())
            await trio.sleep(1)
            say("never")

        nursery.start_soon(take)
        await trio.sleep(1)
        sender.send_nowait("x")
        nursery.cancel_scope.cancel()


async def channel_sizes_are_checked(trio: Any, say: Any) -> Any:
    for size in (-1, 1.5, "1"):
        try:
            trio.open_memory_channel(size)
        except ValueError:
            say("bad value")
        except TypeError:
            say("bad type")


async def event_lets_all_through(trio: Any, say: Any) -> Any:
    event, woken = trio.Event(), []  # trio keeps who waits in a set: who comes first is not said

    async def wait(name: str) -> None:
        await event.wait()
        woken.append(name)

    async with trio.open_nursery() as nursery:
        for name in "ab":
            nursery.start_soon(wait, name)
        await trio.sleep(1)
        event.set()
        say([event.is_set(), len(woken)])
    say(sorted(woken))
    await event.wait()


async def lock_is_handed_over_in_order(trio: Any, say: Any) -> Any:
    for lock in (trio.Lock(), trio.StrictFIFOLock()):

        async def enter(name: str, lock: Any) -> None:
            for turn in range(2):
                async with lock:
                    say(f"{name}{turn}")
                    await trio.sleep(1)

        async with trio.open_nursery() as nursery:
            for name in "abc":
                nursery.start_soon(enter, name, lock)
        say(lock.locked())


async def lock_knows_its_owner(trio: Any, say: Any) -> Any:
    lock = trio.Lock()
    lock.acquire_nowait()

    async def other() -> None:
        for call in (lock.acquire_nowait, lock.release):
            try:
                call()
            except (trio.WouldBlock, RuntimeError) as error:
                say(error)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
    try:
        await lock.acquire()
    except RuntimeError as error:
        say(error)
    lock.release()
    try:
        lock.release()
    except RuntimeError as error:
        say(error)


async def lock_survives_a_waiter_that_moves_on(trio: Any, say: Any) -> Any:
    lock = trio.Lock()

    async def impatient() -> None:
        with trio.move_on_after(1) as scope:
            await lock.acquire()
        say(scope.cancelled_caught)

    async with trio.open_nursery() as nursery:
        async with lock:
            nursery.start_soon(impatient)
            await trio.sleep(2)
    return lock.locked()


async def semaphore_counts(trio: Any, say: Any) -> Any:
    semaphore = trio.Semaphore(2, max_value=2)

    async def enter(number: float) -> None:
        async with semaphore:
            say([number, semaphore.value])
            await trio.sleep(number)

    async with trio.open_nursery() as nursery:
        for number in (3, 1, 1.5, 1):
            nursery.start_soon(enter, number)
    say([semaphore.value, semaphore.max_value])
    try:
        semaphore.release()
    except ValueError as error:
        say(error)
    semaphore.acquire_nowait()
    semaphore.acquire_nowait()
    try:
        semaphore.acquire_nowait()
    except trio.WouldBlock as error:
        say(error)
    for args in ((-1,), (2.0,)):
        try:
            trio.Semaphore(*args)
        except (ValueError, TypeError) as error:
            say(isinstance(error, ValueError))


async def condition_wakes_as_many_as_told(trio: Any, say: Any) -> Any:
    condition = trio.Condition()

    async def wait(name: str) -> None:
        async with condition:
            await condition.wait()
            say([name, condition.locked()])
            await trio.sleep(1)

    async with trio.open_nursery() as nursery:
        for name in "abc":
            nursery.start_soon(wait, name)
        await trio.sleep(1)
        async with condition:
            condition.notify(2)
            say("notified")
        await trio.sleep(5)
        async with condition:
            condition.notify_all()


async def condition_needs_its_lock(trio: Any, say: Any) -> Any:
    lock = trio.Lock()
    condition = trio.Condition(lock)
    for call in (condition.notify, condition.notify_all, condition.release):
        try:
            call()
        except RuntimeError as error:
            say(error)
    try:
        await condition.wait()
    except RuntimeError as error:
        say(error)
    condition.acquire_nowait()
    say(lock.locked())
    with trio.move_on_after(1):
        await condition.wait()
    say(lock.locked())
    condition.release()
    try:
        trio.Condition(7)
    except TypeError:
        say("refused")


async def condition_is_left_between_its_notice_and_its_lock(trio: Any, say: Any) -> Any:
    condition = trio.Condition()

    async def wait(name: str, seconds: float) -> None:
        async with condition:
            with trio.move_on_after(seconds) as scope:
                await condition.wait()
            say([name, scope.cancelled_caught, condition.locked()])

    async with trio.open_nursery() as nursery:
        nursery.start_soon(wait, "impatient", 2)
        nursery.start_soon(wait, "patient", 9)
        await trio.sleep(1)
        async with condition:
            condition.notify_all()
            await trio.sleep(2)
    return condition.locked()


async def limiter_lends_tokens(trio: Any, say: Any) -> Any:
    limiter = trio.CapacityLimiter(1)

    async def borrow(name: str) -> None:
        async with limiter:
            say([name, limiter.borrowed_tokens, limiter.available_tokens])
            await trio.sleep(1)

    async with trio.open_nursery() as nursery:
        for name in "abc":
            nursery.start_soon(borrow, name)
        await trio.sleep(0.5)
        limiter.total_tokens = 2
        say(limiter.total_tokens)
    await limiter.acquire_on_behalf_of("x")
    for call in (limiter.acquire_on_behalf_of_nowait, limiter.release_on_behalf_of, limiter.release_on_behalf_of):
        try:
            say(call("x"))
        except RuntimeError as error:
            say(error)
    limiter.total_tokens = 1
    limiter.acquire_nowait()
    try:
        limiter.acquire_on_behalf_of_nowait("y")
    except trio.WouldBlock as error:
        say(error)
    with trio.move_on_after(1):
        await limiter.acquire_on_behalf_of("z")
    limiter.release()
    for tokens in (-1, 1.5):
        try:
            limiter.total_tokens = tokens
        except (ValueError, TypeError) as error:
            say(isinstance(error, ValueError))


async def statistics_tell_who_waits(trio: Any, say: Any) -> Any:
    lock, event, condition = trio.Lock(), trio.Event(), trio.Condition()
    limiter, semaphore = trio.CapacityLimiter(1), trio.Semaphore(0)
    everything = (lock, event, condition, limiter, semaphore)

    def look() -> None:
        say([thing.statistics().tasks_waiting for thing in everything])
        held, borrowed = lock.statistics(), limiter.statistics()
        say([held.locked, held.owner is None, condition.statistics().lock_statistics.locked])
        say([borrowed.borrowed_tokens, borrowed.total_tokens, borrowed.borrowers])

    look()
    await lock.acquire()
    await limiter.acquire_on_behalf_of("us")
    say(lock.statistics().owner is trio.lowlevel.current_task())
    async with trio.open_nursery() as nursery:
        for wait in (lock.acquire, lock.acquire, event.wait, limiter.acquire, semaphore.acquire):
            nursery.start_soon(wait)
        await trio.sleep(1)
        look()
        nursery.cancel_scope.cancel()
    say([repr(event.statistics()), repr(semaphore.statistics())])


SYNC = table(globals())
