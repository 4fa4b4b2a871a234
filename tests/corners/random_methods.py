"""Generators give the same numbers everywhere; arguments that changed are taken in the newer form."""
import random


def attempt(function, *given, **named):
    try:
        return function(*given, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = []
    for seed in (1, "text", b"bytes", 2**70):
        draw = random.Random(seed)
        deck = list(range(9))
        draw.shuffle(deck)
        found += [deck, draw.random(), draw.sample(range(100), 5), draw.sample("abc", 2, counts=[2, 1, 1]), draw.choices("xyz", [1, 2, 3], k=5), draw.randrange(3, 99, 4), draw.randint(1, 6), draw.uniform(1, 2)]
        found += [draw.triangular(1, 5, 2), draw.betavariate(2, 3), draw.expovariate(0.5), draw.expovariate(), draw.gammavariate(0.7, 2), draw.gammavariate(3, 2), draw.gauss(1, 2), draw.gauss(), draw.lognormvariate(0, 1)]
        found += [draw.normalvariate(), draw.vonmisesvariate(1, 2), draw.paretovariate(3), draw.weibullvariate(1, 2), draw.getrandbits(70), draw.randbytes(5), draw.choice("abcdef")]
    found += [attempt(random.sample, {1, 2, 3}, 2), attempt(random.randrange, 1.0), attempt(random.randrange, 10, step=2), attempt(random.shuffle, [1, 2], random.random), attempt(random.choice, []), attempt(random.seed, None), attempt(random.seed, 1.5)]
    found += [attempt(random.choices, "ab", k=-1), attempt(random.sample, [1], 5), attempt(random.randint, 5, 1), attempt(random.getrandbits, -1)]
    return [repr(one) for one in found]
