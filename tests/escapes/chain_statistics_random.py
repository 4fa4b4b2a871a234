# expect: stopped NotOffered
import statistics


async def main():
    "use workflow"
    return statistics.random
