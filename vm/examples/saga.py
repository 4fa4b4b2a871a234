"""A saga: book a flight, a hotel and a car; when one cannot be had, give the others back in reverse.

    python -m vm run vm/examples/saga.py
    python -m vm run vm/examples/saga.py --arg sold_out='"car"'

Each booking is recorded before the next one begins, so a crash in the middle forgets none of them.
"""

from vm import FatalError, StepFailed, log


async def book_trip(city: str = "Lisbon", sold_out: str = "") -> dict:
    "use workflow"
    bookings: list[dict] = []
    try:
        for kind in ("flight", "hotel", "car"):
            bookings.append(await book(kind, city, sold_out))
    except StepFailed as failure:
        log(f"giving everything back: {failure.__cause__}", level="warning")
        returned = [await give_back(booking) for booking in reversed(bookings)]
        return {"booked": False, "why": str(failure.__cause__), "returned": returned}
    return {"booked": True, "references": [booking["reference"] for booking in bookings]}


async def book(kind: str, city: str, sold_out: str) -> dict:
    "use step"
    if kind == sold_out:
        raise FatalError(f"no {kind} is left in {city}")  # another attempt would not help
    return {"kind": kind, "reference": f"{kind[:3]}-{city}".upper()}


async def give_back(booking: dict) -> str:
    "use step"
    return booking["reference"]  # a compensation must bear being run twice: it is a step like any other
