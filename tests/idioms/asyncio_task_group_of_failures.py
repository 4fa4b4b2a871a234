import asyncio


async def book(what, seconds, error=None, undoing=None):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        LEFT.append(what)
        if undoing is not None:
            raise undoing
        raise
    if error is not None:
        raise error
    return what


LEFT = []


async def main():
    "use workflow"
    told = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(book("car", 1, ValueError("no car")))
            group.create_task(book("hotel", 2, undoing=KeyError("no refund")))
            group.create_task(book("flight", 5))
    except* ValueError as group:
        told.append([str(error) for error in group.exceptions])
    except* KeyError as group:
        told.append([error.args for error in group.exceptions])
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(book(name, seconds)) for name, seconds in (("a", 2), ("b", 1))]
    return told, LEFT, [task.result() for task in tasks]
