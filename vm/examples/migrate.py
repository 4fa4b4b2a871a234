"""A migration: page after page until there is none, with its progress in the log.

    python -m vm run vm/examples/migrate.py
    python -m vm run vm/examples/migrate.py --arg page_size=7

Stop it in the middle and resume it: it goes on with the page it was at. A page may be written twice (a crash
after the write and before its record), so `write_page` replaces rows by key instead of adding them.
"""

from vm import log

CUSTOMERS = 103  # in the old system; a few of them have no usable address
_new_system: dict[int, dict] = {}


async def migrate(page_size: int = 25) -> dict:
    "use workflow"
    done, rejected, cursor = 0, [], 0
    while page := await read_page(cursor, page_size):
        good = [row for row in page if "@" in row["email"]]
        rejected += [row["id"] for row in page if "@" not in row["email"]]
        done += await write_page(good)
        cursor = page[-1]["id"] + 1
        log(f"{cursor} rows read, {done} moved, {len(rejected)} rejected")
    return {"moved": done, "rejected": rejected}


async def read_page(cursor: int, size: int) -> list[dict]:
    "use step"
    return [_customer(number) for number in range(cursor, min(cursor + size, CUSTOMERS))]


async def write_page(rows: list[dict]) -> int:
    "use step"
    _new_system.update({row["id"]: {"email": row["email"].lower()} for row in rows})
    return len(rows)


def _customer(number: int) -> dict:
    return {"id": number, "email": f"User{number}@Example.org" if number % 40 != 13 else "unknown"}
