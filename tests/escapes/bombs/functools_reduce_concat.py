# expect: stopped
import functools, operator
async def main():
    "use workflow"
    return len(functools.reduce(operator.concat, [[0] * 1000] * 100_000))
