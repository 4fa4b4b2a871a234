"""Programs on tasks, futures and gathering, for `test_asyncio_face`."""

from __future__ import annotations

from typing import Any

from tests.sandbox.faces.twins import table


async def _work(
    asyncio: Any, say: Any, name: object, seconds: float = 0, error: type[BaseException] | None = None
) -> Any:
    """Say when it begins, ends and is cancelled; fail when told to."""
    say([name, "begins"])
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        say([name, "cancelled"])
        raise
    say([name, "ends"])
    if error is not None:
        raise error(name)
    return name


async def sleep_returns_its_result(asyncio: Any, say: Any) -> Any:
    return [await asyncio.sleep(1, "r"), await asyncio.sleep(0), await asyncio.sleep(-1, 7)]


async def tasks_take_turns(asyncio: Any, say: Any) -> Any:
    async def count(name: str) -> None:
        for number in range(3):
            say(f"{name}{number}")
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(count(name)) for name in "abc"]
    say("made")
    return await asyncio.gather(*tasks)


async def sleeps_end_in_the_order_of_their_times(asyncio: Any, say: Any) -> Any:
    return await asyncio.gather(*(_work(asyncio, say, n, n) for n in (3, 1, 2)))


async def gather_raises_the_first_error_and_leaves_the_rest(asyncio: Any, say: Any) -> Any:
    try:
        await asyncio.gather(_work(asyncio, say, "a", 2), _work(asyncio, say, "b", 1, KeyError))
    except KeyError as error:
        say(error)
    await asyncio.sleep(5)


async def gather_keeps_errors_when_told_to(asyncio: Any, say: Any) -> Any:
    return await asyncio.gather(_work(asyncio, say, "a", 1, KeyError), _work(asyncio, say, "b"), return_exceptions=True)


async def gather_of_a_cancelled_child_raises(asyncio: Any, say: Any) -> Any:
    child = asyncio.create_task(_work(asyncio, say, "a", 1))
    asyncio.get_running_loop().call_soon(child.cancel)
    await asyncio.gather(child, _work(asyncio, say, "b", 2))


async def gather_keeps_a_cancelled_child_in_its_place(asyncio: Any, say: Any) -> Any:
    child = asyncio.create_task(_work(asyncio, say, "a", 1))
    await asyncio.sleep(0)
    child.cancel()
    return await asyncio.gather(child, _work(asyncio, say, "b"), return_exceptions=True)


async def gather_cancelled_waits_for_children_that_keep_errors(asyncio: Any, say: Any) -> Any:
    async def stubborn() -> str:
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            await asyncio.sleep(1)
            say("cleaned up")
        return "done"

    async def outer() -> Any:
        return await asyncio.gather(stubborn(), _work(asyncio, say, "b", 9), return_exceptions=True)

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        say("cancelled")


async def gather_of_the_same_twice_runs_it_once(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(_work(asyncio, say, "a"))
    return await asyncio.gather(task, task), await asyncio.gather()


async def gather_in_gather(asyncio: Any, say: Any) -> Any:
    inner = asyncio.gather(_work(asyncio, say, 1, 1), _work(asyncio, say, 2))
    return await asyncio.gather(inner, _work(asyncio, say, 3))


async def cancelling_reaches_the_task_that_is_awaited(asyncio: Any, say: Any) -> Any:
    inner = asyncio.create_task(_work(asyncio, say, "inner", 9))

    async def outer() -> None:
        try:
            await inner
        finally:
            say(["outer ends", inner.cancelled()])

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    say(task.cancel())
    await asyncio.wait([task])
    return [task.cancelled(), inner.cancelled(), task.cancel()]


async def awaited_task_may_swallow_the_cancellation(asyncio: Any, say: Any) -> Any:
    async def stubborn() -> str:
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return "stayed"
        return "never"

    async def outer() -> Any:
        return ["outer got", await inner]

    inner = asyncio.create_task(stubborn())
    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    return await task


async def task_cancelled_before_it_begins_never_begins(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(_work(asyncio, say, "a"))
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        say(error)
    return [task.done(), task.cancelled()]


async def cancellation_carries_its_message(asyncio: Any, say: Any) -> Any:
    async def listen() -> None:
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError as error:
            say(error.args)

    task = asyncio.create_task(listen())
    await asyncio.sleep(0)
    task.cancel("enough")
    await task


async def task_cancels_itself_at_its_next_await(asyncio: Any, say: Any) -> Any:
    async def suicide() -> None:
        asyncio.current_task().cancel()
        say("still here")
        await asyncio.sleep(0)
        say("never")

    await asyncio.wait([asyncio.create_task(suicide())])


async def cancellations_are_counted(asyncio: Any, say: Any) -> Any:
    async def patient() -> Any:
        task = asyncio.current_task()
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            say(task.cancelling())
            say(task.uncancel())
            say(task.uncancel())
        await asyncio.sleep(1)
        return task.uncancel()

    task = asyncio.create_task(patient())
    await asyncio.sleep(1)
    say([task.cancel(), task.cancel()])
    return [await task, task.cancelling()]


async def task_tells_its_state(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(_work(asyncio, say, "a", 1, KeyError), name="worker")
    say([task.done(), task.cancelled(), task.get_name()])
    for ask in (task.result, task.exception):
        try:
            ask()
        except asyncio.InvalidStateError:
            say("not yet")
    await asyncio.wait([task])
    task.set_name(7)
    say([task.done(), task.exception(), task.get_name(), task.uncancel()])
    try:
        return task.result()
    except KeyError as error:
        return error


async def exception_of_a_cancelled_task_raises(asyncio: Any, say: Any) -> Any:
    task = asyncio.create_task(_work(asyncio, say, "a", 1))
    task.cancel()
    await asyncio.wait([task])
    for ask in (task.result, task.exception):
        try:
            ask()
        except asyncio.CancelledError as error:
            say(error)


async def callbacks_run_soon_after_the_end(asyncio: Any, say: Any) -> Any:
    def report(task: Any) -> None:
        say(["callback", task.result()])

    def never(task: Any) -> None:
        say("never")

    task = asyncio.create_task(_work(asyncio, say, "a"))
    task.add_done_callback(report)
    task.add_done_callback(never)
    say(task.remove_done_callback(never))
    await task
    say("awaited")
    await asyncio.sleep(0)
    task.add_done_callback(report)
    say("added")
    await asyncio.sleep(0)


async def all_tasks_are_those_not_done(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n), name=f"w{n}") for n in range(2)]
    say(sorted(task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()))
    await asyncio.gather(*tasks)
    return len(asyncio.all_tasks())


async def future_is_resolved_by_hand(asyncio: Any, say: Any) -> Any:
    loop = asyncio.get_running_loop()
    good, bad, gone = loop.create_future(), loop.create_future(), loop.create_future()
    loop.call_soon(good.set_result, 1)
    loop.call_soon(bad.set_exception, KeyError)
    loop.call_soon(gone.cancel)
    for future in (good, bad, gone):
        try:
            say(await future)
        except (KeyError, asyncio.CancelledError) as error:
            say(error)
        try:
            future.set_result(2)
        except asyncio.InvalidStateError:
            say("too late")
    return [asyncio.isfuture(good), loop.is_running(), loop.is_closed()]


async def cancelled_waiter_cancels_the_future(asyncio: Any, say: Any) -> Any:
    future = asyncio.get_running_loop().create_future()

    async def listen() -> Any:
        return await future

    tasks = [asyncio.create_task(listen()) for _ in range(2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.wait(tasks)
    return [future.cancelled(), *(task.cancelled() for task in tasks)]


async def shield_keeps_the_inner_task_going(asyncio: Any, say: Any) -> Any:
    inner = asyncio.create_task(_work(asyncio, say, "inner", 3))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 1)
    except TimeoutError as error:
        say(error)
    return [inner.done(), await inner]


async def shield_hands_on_results_and_errors(asyncio: Any, say: Any) -> Any:
    say(await asyncio.shield(_work(asyncio, say, "a", 1)))
    try:
        await asyncio.shield(_work(asyncio, say, "b", 1, KeyError))
    except KeyError as error:
        say(error)
    gone = asyncio.create_task(asyncio.sleep(9))
    asyncio.get_running_loop().call_soon(gone.cancel)
    try:
        await asyncio.shield(gone)
    except asyncio.CancelledError as error:
        say(error)
    done = asyncio.create_task(asyncio.sleep(0, "d"))
    await done
    return await asyncio.shield(done)


async def future_shows_its_error(asyncio: Any, say: Any) -> Any:
    future = asyncio.Future()
    future.set_exception(KeyError("k"))
    say([future.exception(), future.done(), future.cancel()])


async def gathering_is_cancelled_by_hand(asyncio: Any, say: Any) -> Any:
    gathering = asyncio.gather(_work(asyncio, say, "a", 9), _work(asyncio, say, "b", 9))
    await asyncio.sleep(1)
    say([gathering.cancel(), gathering.done()])
    try:
        await gathering
    except asyncio.CancelledError as error:
        say(error)
    return [gathering.cancel(), gathering.done()]


async def create_task_wants_a_coroutine(asyncio: Any, say: Any) -> Any:
    for given in (7, asyncio.Future(), None):
        try:
            asyncio.create_task(given)
        except TypeError:
            say("refused")
    future = asyncio.ensure_future(asyncio.sleep(0, 1))
    return [asyncio.ensure_future(future) is future, await future]


async def sleep_for_ever_is_cancelled(asyncio: Any, say: Any) -> Any:
    await asyncio.wait_for(asyncio.sleep(float("inf")), 3)


TASKS = table(globals())
