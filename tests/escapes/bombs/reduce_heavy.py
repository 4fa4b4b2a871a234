# expect: stopped
import functools
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return functools.reduce(lambda x, y: y, map(str.isidentifier, (a,) * 60_000))
