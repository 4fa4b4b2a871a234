import math, json as j
from math import sqrt as root, floor
import collections.abc
import urllib.parse


async def main():
    "use workflow"
    import itertools
    from functools import reduce
    return math.pi, j.dumps([1]), root(4), floor(2.5), list(itertools.chain([1], [2])), reduce(lambda a, b: a + b, [1, 2]), isinstance([], collections.abc.Sequence), urllib.parse.quote('a b')
