# expect: stopped
import itertools
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return len(list(itertools.starmap(str.isidentifier, ((a,),) * 60_000)))
