# expect: stopped
import itertools
async def main():
    "use workflow"
    a = "1" * 5_000_000
    return len(list(itertools.filterfalse(float, (a,) * 60_000)))
