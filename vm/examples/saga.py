"""A saga: book a flight, a hotel and a car; when one cannot be had, give the others back in reverse.

    python -m vm run vm/examples/saga.py
    python -m vm run vm/examples/saga.py --arg sold_out='"car"'

Each booking is recorded before the next one begins, so a crash in the middle forgets none of them. A trip that is
cancelled meanwhile (`python -m vm cancel RUN`) is given back as well.
"""

from vm import FatalError, RunCancelled, StepFailed, log


async def book_trip(city: str = "Lisbon", sold_out: str = "") -> dict:
    "use workflow"
    bookings: list[dict] = []
    try:
        for kind in ("flight", "hotel", "car"):
            bookings.append(await book(kind, city, sold_out))
    except (StepFailed, RunCancelled) as failure:
        why = failure.__cause__ or failure
        log(f"giving everything back: {why}", level="warning")
        returned = [await give_back(booking) for booking in reversed(bookings)]
        if isinstance(failure, RunCancelled):
            raise
        return {"booked": False, "why": str(why), "returned": returned}
    return {"booked": True, "references": [booking["reference"] for booking in bookings]}


async def book(kind: str, city: str, sold_out: str) -> dict:
    "use step"
    if kind == sold_out:
        raise FatalError(f"no {kind} is left in {city}")  # another attempt would not help
    return {"kind": kind, "reference": f"{kind[:3]}-{city}".upper()}


async def give_back(booking: dict) -> str:
    "use step"
    return booking["reference"]  # a compensation must bear being run twice: it is a step like any other
