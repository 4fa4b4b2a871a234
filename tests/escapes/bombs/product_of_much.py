# expect: stopped
import itertools


async def main():
    "use workflow"
    return sum(1 for _ in itertools.product(range(1000), repeat=5))
