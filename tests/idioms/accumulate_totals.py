from itertools import accumulate
import operator


async def main():
    "use workflow"
    return list(accumulate([1, 2, 3, 4])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1], initial=5))
