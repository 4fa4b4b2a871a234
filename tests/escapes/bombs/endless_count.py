# expect: stopped
import itertools


async def main():
    "use workflow"
    return max(itertools.count())
