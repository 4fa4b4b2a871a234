# expect: stopped
# hole: list(permutations(...)) is not counted
import itertools


async def main():
    "use workflow"
    return len(list(itertools.permutations(range(14))))
