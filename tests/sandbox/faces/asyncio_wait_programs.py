"""Programs on `wait` and `as_completed`, for `test_asyncio_face`."""

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


def _results(tasks: Any) -> list[object]:
    return [task.get_name() for task in sorted(tasks, key=lambda task: task.get_name())]


async def wait_gives_back_what_is_done_and_what_is_not(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n, n), name=str(n)) for n in (3, 1, 2)]
    for how in ("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"):
        done, pending = await asyncio.wait(tasks, return_when=getattr(asyncio, how))
        say([how, _results(done), _results(pending)])
        tasks.append(asyncio.create_task(_work(asyncio, say, how, 9, KeyError), name=how))
    await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    tasks[-1].cancel()


async def wait_that_times_out_cancels_nothing(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n, n), name=str(n)) for n in (1, 3)]
    for timeout in (0, 2, None):
        done, pending = await asyncio.wait(tasks, timeout=timeout)
        say([_results(done), _results(pending)])


async def wait_refuses_nothing_and_coroutines(asyncio: Any, say: Any) -> Any:
    coroutine = asyncio.sleep(0)
    for given in ([], [coroutine], coroutine):
        try:
            await asyncio.wait(given)
        except (ValueError, TypeError) as error:
            say(isinstance(error, ValueError))
    coroutine.close()


async def wait_cancelled_leaves_the_tasks_alone(asyncio: Any, say: Any) -> Any:
    inner = asyncio.create_task(_work(asyncio, say, "a", 2))
    waiting = asyncio.create_task(asyncio.wait([inner]))
    await asyncio.sleep(1)
    waiting.cancel()
    return [await inner, waiting.cancelled()]


async def as_completed_gives_results_as_they_come(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n, n)) for n in (3, 1, 2)]
    for coming in asyncio.as_completed([*tasks, *tasks]):
        say(await coming)
    for coming in asyncio.as_completed(tasks, timeout=1):
        say((await coming) in (1, 2, 3))


async def as_completed_times_out(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n, n)) for n in (3, 1, 4)]
    for coming in asyncio.as_completed(tasks, timeout=2):
        try:
            say(await coming)
        except TimeoutError as error:
            say(error)
    await asyncio.sleep(5)


async def wait_wants_to_be_told_when_to_return(asyncio: Any, say: Any) -> Any:
    try:
        await asyncio.wait([asyncio.Future()], return_when="SOON")
    except ValueError:
        say("refused")


async def wait_ends_at_a_failure_that_was_there(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n, n, KeyError)) for n in (1, 9)]
    await asyncio.sleep(2)
    for how in (asyncio.FIRST_EXCEPTION, asyncio.FIRST_COMPLETED):
        done, pending = await asyncio.wait(tasks, return_when=how)
        say([len(done), len(pending)])
    tasks[1].cancel()
    await asyncio.wait(tasks)
    return tasks[0].exception()


async def as_completed_is_taken_by_several(asyncio: Any, say: Any) -> Any:
    tasks = [asyncio.create_task(_work(asyncio, say, n, n)) for n in (1, 2, 3)]
    takers = [asyncio.create_task(_take(coming)) for coming in asyncio.as_completed(tasks, timeout=9)]
    await asyncio.sleep(0)
    takers[0].cancel()
    say(await asyncio.gather(*takers[1:]))


async def _take(coming: Any) -> Any:
    return await coming


WAITING = table(globals())
