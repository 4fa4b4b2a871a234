"""Show how far it has come: a step that writes to a stream, readers that come and go.

    python -m vm run vm/examples/progress.py --run-id import-1 &
    python -m vm inspect stream import-1 --follow
    python -m vm inspect stream import-1 --start -3        (the last three)
    curl -N 'localhost:8700/v1/runs/import-1/stream?startIndex=0'     (with `serve` instead of `run`)

Each chunk has one index, for every reader: one that was cut off goes on behind the last one it saw. Chunks are
durable before their step completes; a step that is made again writes again, so a chunk says which part it is of.
"""

import time

from vm import gather, get_writable, step


async def import_files(files: int = 3, rows: int = 4, pause: float = 0.0) -> dict:
    "use workflow"
    counts = await gather(*(import_file(number, rows, pause) for number in range(files)))
    await say_goodbye(sum(counts))
    return {"files": files, "rows": sum(counts)}


async def import_file(number: int, rows: int, pause: float) -> int:
    "use step"
    progress = get_writable()
    for row in range(1, rows + 1):
        time.sleep(pause)  # the work
        await progress.write({"file": number, "row": row, "of": rows})
    return rows


@step
def say_goodbye(rows: int) -> None:  # a plain step writes too
    progress = get_writable()
    progress.write(f"all {rows} rows are in")
    progress.close()
