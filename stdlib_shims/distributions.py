"""The distributions of `random.Random`, over functions that are the same everywhere. The algorithms are CPython's."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from stdlib_shims.elementary import acos, cos, exp, log, power, sin

_TURN: Final = 2.0 * math.pi
_NORMAL: Final = 4 * exp(-0.5) / math.sqrt(2.0)
_LOG4: Final = log(4.0)
_GAMMA: Final = 1.0 + log(4.5)


def normalvariate(self: Random, mu: float = 0.0, sigma: float = 1.0) -> float:
    """Return a normally distributed number, by Kinderman and Monahan's method."""
    while True:
        u1 = self.random()
        u2 = 1.0 - self.random()
        z = _NORMAL * (u1 - 0.5) / u2
        if z * z / 4.0 <= -log(u2):
            return mu + z * sigma


def gauss(self: Random, mu: float = 0.0, sigma: float = 1.0) -> float:
    """Return a normally distributed number. They come in pairs; the second is kept for the next call."""
    z: float | None = self.gauss_next  # type: ignore[attr-defined]  # set by every seed
    self.gauss_next = None  # type: ignore[attr-defined]
    if z is None:
        angle = self.random() * _TURN
        radius = math.sqrt(-2.0 * log(1.0 - self.random()))
        z = cos(angle) * radius
        self.gauss_next = sin(angle) * radius  # type: ignore[attr-defined]
    return mu + z * sigma


def lognormvariate(self: Random, mu: float, sigma: float) -> float:
    """Return a number whose logarithm is normally distributed."""
    return exp(normalvariate(self, mu, sigma))


def expovariate(self: Random, lambd: float = 1.0) -> float:
    """Return an exponentially distributed number; before 3.12 the rate had no default."""
    return -log(1.0 - self.random()) / lambd


def vonmisesvariate(self: Random, mu: float, kappa: float) -> float:
    """Return an angle of the circular normal distribution, by Fisher's method."""
    if kappa <= 1e-6:
        return _TURN * self.random()
    s = 0.5 / kappa
    r = s + math.sqrt(1.0 + s * s)
    while True:
        z = cos(math.pi * self.random())
        d = z / (r + z)
        u2 = self.random()
        if u2 < 1.0 - d * d or u2 <= (1.0 - d) * exp(d):
            break
    q = 1.0 / r
    f = (q + z) / (1.0 + q * z)
    return (mu + acos(f)) % _TURN if self.random() > 0.5 else (mu - acos(f)) % _TURN


def gammavariate(self: Random, alpha: float, beta: float) -> float:
    """Return a gamma distributed number."""
    if alpha <= 0.0 or beta <= 0.0:
        raise ValueError("gammavariate: alpha and beta must be > 0.0")
    if alpha == 1.0:
        return -log(1.0 - self.random()) * beta
    return (_gamma_above_one if alpha > 1.0 else _gamma_below_one)(self, alpha) * beta


def _gamma_above_one(self: Random, alpha: float) -> float:
    """Cheng's method."""
    root = math.sqrt(2.0 * alpha - 1.0)
    while True:
        u1 = self.random()
        if not 1e-7 < u1 < 0.9999999:
            continue
        u2 = 1.0 - self.random()
        v = log(u1 / (1.0 - u1)) / root
        x = alpha * exp(v)
        z = u1 * u1 * u2
        r = (alpha - _LOG4) + (alpha + root) * v - x
        if r + _GAMMA - 4.5 * z >= 0.0 or r >= log(z):
            return x


def _gamma_below_one(self: Random, alpha: float) -> float:
    """Kennedy and Gentle's algorithm GS."""
    b = (math.e + alpha) / math.e
    while True:
        p = b * self.random()
        x = power(p, 1.0 / alpha) if p <= 1.0 else -log((b - p) / alpha)
        u1 = self.random()
        if u1 <= (power(x, alpha - 1.0) if p > 1.0 else exp(-x)):
            return x


def betavariate(self: Random, alpha: float, beta: float) -> float:
    """Return a beta distributed number, between 0 and 1."""
    y = gammavariate(self, alpha, 1.0)
    return y / (y + gammavariate(self, beta, 1.0)) if y else 0.0


def paretovariate(self: Random, alpha: float) -> float:
    """Return a Pareto distributed number."""
    return power(1.0 - self.random(), -1.0 / alpha)


def weibullvariate(self: Random, alpha: float, beta: float) -> float:
    """Return a Weibull distributed number."""
    return alpha * power(-log(1.0 - self.random()), 1.0 / beta)


ALL: Final = (
    betavariate, expovariate, gammavariate, gauss, lognormvariate, normalvariate, paretovariate, vonmisesvariate,
    weibullvariate,
)  # fmt: skip
