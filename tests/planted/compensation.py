"""Planted: what was booked side by side is given back in the order in which the bookings came back.

The car may only be returned after the hotel: that holds as long as the hotel is the last to answer.
"""

from vm import FatalError, StepFailed, gather

OPEN: list[str] = []


async def book_trip() -> str:
    "use workflow"
    booked: list[str] = []

    async def get(kind: str) -> None:
        booked.append(await book(kind))

    try:
        await gather(get("car"), get("hotel"))
        await pay()
    except StepFailed:
        for kind in reversed(booked):
            await give_back(kind)
        return "given back"
    return "booked"


async def book(kind: str) -> str:
    "use step"
    OPEN.append(kind)
    return kind


async def pay() -> None:
    "use step"
    raise FatalError("the card is refused")


async def give_back(kind: str) -> None:
    "use step"
    OPEN.remove(kind)
