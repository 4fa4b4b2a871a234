"""`statistics`: pure functions that give the same numbers on every Python.

Those over two series were made more precise in 3.12 and again in 3.13, which changes their last digits; here
they are written out, with one rounding of each sum of products.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from operator import mul
from statistics import LinearRegression, StatisticsError
from typing import Any, Final

from stdlib_shims.elementary import exp, log
from stdlib_shims.paying import by_order, by_size
from stdlib_shims.refusals import Refused
from stdlib_shims.run import require_items
from stdlib_shims.spending import charge
from stdlib_shims.tables import pick, refuse
from stdlib_shims.weights import in_parts


def fmean(data: Iterable[float], weights: Iterable[float] | None = None) -> float:
    """Return the mean as a float. Raises StatisticsError for no data, or weights that do not fit."""
    if weights is None:
        return statistics.fmean(data)
    numbers, factors = list(data), list(weights)
    if len(numbers) != len(factors):
        raise StatisticsError("data and weights must be the same length")
    total = math.fsum(factors)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return _dot(numbers, factors) / total


def geometric_mean(data: Iterable[float]) -> float:
    """Return the geometric mean; one number that is 0 makes it 0, as from 3.13 on.

    Raises:
        StatisticsError: There is no data, or a number is negative.
    """
    numbers = [float(number) for number in data]
    if not numbers:
        raise StatisticsError("Must have a non-empty dataset")
    if min(numbers) < 0:
        raise StatisticsError("No negative inputs allowed")
    return exp(math.fsum(map(log, numbers)) / len(numbers)) if all(numbers) else 0.0


def quantiles(data: Iterable[Any], *, n: int = 4, method: str = "exclusive") -> list[Any]:
    """Return the n - 1 cut points; of one number, that number each time, as from 3.13 on."""
    require_items(n, "quantiles")
    charge(n)
    numbers = list(data)
    if not numbers:
        raise StatisticsError("must have at least one data point")
    if len(numbers) == 1 and n >= 1:
        return numbers * (n - 1)
    return statistics.quantiles(numbers, n=n, method=method)  # type: ignore[arg-type]


def covariance(x: Sequence[float], y: Sequence[float], /) -> float:
    """Return the covariance of two series. Raises StatisticsError for series that do not fit."""
    from_x, from_y = _deviations("covariance", x, y)
    return _dot(from_x, from_y) / (len(from_x) - 1)


def correlation(x: Sequence[float], y: Sequence[float], /, *, method: str = "linear") -> float:
    """Return Pearson's coefficient of two series.

    Raises:
        StatisticsError: The series do not fit, or one is constant.
        Refused: Another method, which 3.11 does not have.
    """
    if method != "linear":
        raise Refused(f"correlation(method={method!r})", "not every Python has it; rank the series first")
    from_x, from_y = _deviations("correlation", x, y)
    spread = math.sqrt(_dot(from_x, from_x) * _dot(from_y, from_y))
    if not spread:
        raise StatisticsError("at least one of the inputs is constant")
    return _dot(from_x, from_y) / spread


def linear_regression(x: Sequence[float], y: Sequence[float], /, *, proportional: bool = False) -> LinearRegression:
    """Return slope and intercept of the line of least squares, through the origin if `proportional`."""
    from_x, from_y = _deviations("linear regression", x, y)
    if proportional:
        from_x, from_y = list(x), list(y)
    spread = _dot(from_x, from_x)
    if not spread:
        raise StatisticsError("x is constant")
    slope = _dot(from_x, from_y) / spread
    intercept = 0.0 if proportional else math.fsum(y) / len(y) - slope * (math.fsum(x) / len(x))
    return LinearRegression(slope=slope, intercept=intercept)


def _deviations(what: str, x: Sequence[float], y: Sequence[float]) -> tuple[list[float], list[float]]:
    if len(x) != len(y):
        raise StatisticsError(f"{what} requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError(f"{what} requires at least two data points")
    mean_x, mean_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    return [value - mean_x for value in x], [value - mean_y for value in y]


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return math.fsum(map(mul, left, right))


def mode(data: Iterable[Any]) -> Any:
    """Return the most common value. Raises StatisticsError when there is none."""
    return statistics.mode(in_parts(data))


def multimode(data: Iterable[Any]) -> list[Any]:
    """Return the most common values."""
    return statistics.multimode(in_parts(data))


OFFERS: Final[dict[str, Any]] = {
    **pick(
        statistics,
        """
        LinearRegression StatisticsError harmonic_mean mean pstdev pvariance stdev variance
        """,
    ),
    **by_order(pick(statistics, "median median_grouped median_high median_low"), 0),
    "mode": mode,
    "multimode": multimode,
    "correlation": correlation,
    "covariance": covariance,
    "fmean": fmean,
    "geometric_mean": geometric_mean,
    "linear_regression": linear_regression,
    "quantiles": quantiles,
}

OFFERS.update(by_size({name: value for name, value in OFFERS.items() if not isinstance(value, type)}, 0))

REFUSES: Final[dict[str, str]] = {
    "NormalDist": "its samples are drawn from the machine's entropy; use random.gauss, or a step",
    **refuse("kde kde_random", "only newer Pythons have it, and a run must replay on all; use a step"),
}
