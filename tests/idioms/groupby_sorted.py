from itertools import groupby
from operator import itemgetter


async def main():
    "use workflow"
    rows = [("x", 2), ("y", 1), ("x", 3)]
    rows.sort(key=itemgetter(0))
    return {k: [v for _, v in g] for k, g in groupby(rows, key=itemgetter(0))}, sorted(rows, key=lambda r: (-r[1], r[0])), min(rows, key=itemgetter(1))
