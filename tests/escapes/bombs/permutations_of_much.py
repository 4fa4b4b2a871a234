# expect: stopped
import itertools


async def main():
    "use workflow"
    return len(list(itertools.permutations(range(14))))
