"""A report every day, for ever, with a journal that stays small: each day is a run that starts the next.

    python -m vm start vm/examples/report_forever.py --run-id daily
    python -m vm worker vm/examples/report_forever.py &
    python -m vm inspect runs            (daily, daily:2, daily:3, ...)
    python -m vm cancel daily:3          (the last one: no more reports)

`continue_as_new` ends the run and begins its successor in the same transaction, so no day is lost or doubled.
"""

from vm import continue_as_new, now, set_attributes, sleep


async def report(day: int = 1, total: int = 0, every: str = "24h", days: int | None = None) -> dict:
    "use workflow"
    set_attributes(kind="report", day=day)
    total += await write_report(day, now().isoformat())
    if day != days:
        await sleep(every)
        continue_as_new(day + 1, total, every, days)
    return {"days": day, "total": total}


async def write_report(day: int, at: str) -> int:
    "use step"
    return 10 * day  # the figure of that day
