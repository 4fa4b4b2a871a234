# expect: stopped
import itertools


async def main():
    "use workflow"
    return list(itertools.cycle("a"))
