"""The measured work on DBOS with SQLite: `python dbos_work.py WORK N FOLDER SETTING`, in DBOS's own environment.

SETTING is `shipped` (as DBOS opens SQLite) or `wal` (write-ahead log, synchronous FULL: the durability that we
give). Prints the seconds as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import sqlalchemy
from dbos import DBOS, DBOSConfig


@DBOS.step()
async def one(number: int) -> int:
    return 1


@DBOS.workflow()
async def sequential(steps: int) -> int:
    total = 0
    for number in range(steps):
        total += await one(number)
    return total


@DBOS.workflow()
async def fanout(steps: int) -> int:
    return sum(await asyncio.gather(*[one(number) for number in range(steps)]))


async def run_one(workflow: Any, steps: int) -> list[int]:
    handle = await DBOS.start_workflow_async(workflow, steps)
    return [await handle.get_result()]


async def run_many(runs: int) -> list[int]:
    handles = await asyncio.gather(*[DBOS.start_workflow_async(sequential, 3) for _ in range(runs)])
    return list(await asyncio.gather(*[handle.get_result() for handle in handles]))


WORKS = {
    "sequential": lambda count: run_one(sequential, count),
    "fanout": lambda count: run_one(fanout, count),
    "many-runs": run_many,
}


def use_wal(engine: sqlalchemy.Engine) -> None:
    """Set each connection to what makes a commit durable with one write."""

    def configure(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    sqlalchemy.event.listen(engine, "connect", configure)


def main() -> None:
    work, count, folder, setting = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    url = f"sqlite:///{folder}/dbos.sqlite"
    config: DBOSConfig = {"name": "bench", "system_database_url": url, "log_level": "ERROR"}
    if setting == "wal":
        use_wal(sqlalchemy.engine.Engine)  # the class: every engine that DBOS makes
    DBOS(config=config)
    DBOS.launch()

    async def measure() -> float:
        await run_one(sequential, 2)  # what the first run loads
        began = time.perf_counter()
        results = await WORKS[work](count)
        took_s = time.perf_counter() - began
        expected = [3] * count if work == "many-runs" else [count]
        if results != expected:
            raise SystemExit(f"{work} of {count} gave {results[:3]}")
        return took_s

    print(json.dumps({"seconds": asyncio.run(measure())}))
    DBOS.destroy()


if __name__ == "__main__":
    main()
