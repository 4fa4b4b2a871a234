"""`random`: the run's one stream, and generators that an author seeds. No entropy, bounded sizes.

The methods of `random.Random` give the same values on every supported Python where they take the same
arguments; where those differ, the newer form is offered on all. The distributions are written out, as their last
digits would be the C library's.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Sequence
from types import MethodType
from typing import Any, Final

from stdlib_shims import distributions
from stdlib_shims.refusals import Refused
from stdlib_shims.run import Run, require_bits, require_items
from stdlib_shims.spending import charge, size_of
from stdlib_shims.tables import words

REFUSES: Final[dict[str, str]] = {
    "SystemRandom": "it draws from the machine's entropy; use random.random(), or a step",
    "binomialvariate": "only newer Pythons have it, and a run must replay on all; sum random() < p",
}


def seed(self: random.Random, a: Any = None, version: int = 2) -> None:
    """Start the generator anew from an int, a str, bytes or a bytearray.

    Raises:
        Refused: No seed, or one of another type: it would be drawn from the machine or hashed by it.
    """
    if not isinstance(a, int | str | bytes | bytearray):
        raise Refused(f"a random seed of type {type(a).__name__}", "give an int, a str or bytes")
    random.Random.seed(self, a, version)


def choices(
    self: random.Random,
    population: Sequence[Any],
    weights: Sequence[float] | None = None,
    *,
    cum_weights: Sequence[float] | None = None,
    k: int = 1,
) -> list[Any]:
    """Return k members, each drawn anew. Raises TooLarge past `MAX_ITEMS`."""
    require_items(k, "random.choices")
    charge(k)
    return random.Random.choices(self, population, weights, cum_weights=cum_weights, k=k)


def getrandbits(self: random.Random, k: int, /) -> int:
    """Return an integer of k random bits. Raises TooLarge past `MAX_BITS`."""
    bits = operator.index(k)
    if bits < 0:
        raise ValueError("number of bits must be non-negative")
    require_bits(bits, "random.getrandbits")
    return random.Random.getrandbits(self, bits)


def randbytes(self: random.Random, n: int) -> bytes:
    """Return n random bytes. Raises TooLarge past `MAX_ITEMS`."""
    require_items(n, "random.randbytes")
    if n < 0:
        raise ValueError("number of bits must be non-negative")
    charge(n >> 5)
    return random.Random.getrandbits(self, n * 8).to_bytes(n, "little")


def randint(self: random.Random, a: int, b: int) -> int:
    """Return an integer from a to b, both included."""
    return random.Random.randrange(self, operator.index(a), operator.index(b) + 1)


def randrange(self: random.Random, start: int, stop: int | None = None, step: int = 1) -> int:
    """Return a member of a range. Whole floats, which 3.11 still takes with a warning, are refused on all."""
    bound = None if stop is None else operator.index(stop)
    return random.Random.randrange(self, operator.index(start), bound, operator.index(step))


def sample(self: random.Random, population: Sequence[Any], k: int, *, counts: Sequence[int] | None = None) -> list[Any]:
    """Return k members, none drawn twice. Raises TooLarge past `MAX_ITEMS`."""
    require_items(k, "random.sample")
    charge(2 * k)
    return random.Random.sample(self, population, k, counts=counts)


def shuffle(self: random.Random, x: Any) -> None:
    """Put a list in another order."""
    charge(2 * size_of(x))
    random.Random.shuffle(self, x)


_REPLACED: Final[dict[str, Callable[..., Any]]] = {
    function.__name__: function
    for function in (*distributions.ALL, seed, choices, getrandbits, randbytes, randint, randrange, sample, shuffle)
}

_REAL: Final = words("choice getstate random setstate triangular uniform")


class Random(random.Random):
    """A generator that its author seeds. See `seed` for what a seed may be."""

    def __new__(cls, a: Any = None) -> Random:
        # Not the seed: the base would hash it, and entropy is drawn for None before `seed` can refuse.
        return super().__new__(cls, 0)  # type: ignore[call-arg]  # the C base takes it

    def __init__(self, a: Any = None) -> None:
        self.seed(a)

    seed = seed
    choices = choices  # type: ignore[assignment]  # bounded, and not generic
    getrandbits = getrandbits
    randbytes = randbytes
    randint = randint
    randrange = randrange
    sample = sample  # type: ignore[assignment]  # bounded, and not generic
    shuffle = shuffle
    betavariate = distributions.betavariate
    expovariate = distributions.expovariate
    gammavariate = distributions.gammavariate
    gauss = distributions.gauss
    lognormvariate = distributions.lognormvariate
    normalvariate = distributions.normalvariate
    paretovariate = distributions.paretovariate
    vonmisesvariate = distributions.vonmisesvariate
    weibullvariate = distributions.weibullvariate


OFFERS: Final[dict[str, Any]] = {"Random": Random}


def bind(run: Run) -> dict[str, Any]:
    """Return the module's functions on the run's stream."""
    stream = run.random
    replaced = {name: MethodType(function, stream) for name, function in _REPLACED.items()}
    return {**{name: getattr(stream, name) for name in _REAL}, **replaced}
