# expect: stopped
import itertools
async def main():
    "use workflow"
    return [len(x) for x in itertools.accumulate(["a" * 1000] * 100_000)]
