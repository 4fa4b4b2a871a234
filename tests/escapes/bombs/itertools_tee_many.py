# expect: stopped
import itertools
async def main():
    "use workflow"
    return len(itertools.tee([1], 10**9))
