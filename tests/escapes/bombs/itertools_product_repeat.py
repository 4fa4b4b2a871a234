# expect: stopped
import itertools
async def main():
    "use workflow"
    return next(itertools.product([1], repeat=10**9))
