import trio


async def main():
    "use workflow"
    told = []

    async def book(what, seconds, error=None):
        try:
            await trio.sleep(seconds)
        except trio.Cancelled:
            told.append(("undone", what))
            raise
        if error is not None:
            raise error
        told.append(("booked", what))

    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(book, "car", 2, ValueError("no car"))
            nursery.start_soon(book, "hotel", 1)
            nursery.start_soon(book, "flight", 5)
    except* ValueError as group:
        told.append([str(error) for error in group.exceptions])
    return told, trio.current_time() >= 2
