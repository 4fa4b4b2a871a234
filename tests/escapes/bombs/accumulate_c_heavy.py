# expect: stopped
import itertools
async def main():
    "use workflow"
    a = "a" * 1_000_000
    return len(list(itertools.accumulate(("a",) * 60_000, str.removeprefix, initial=a)))
