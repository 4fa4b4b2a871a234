"""`statistics`: the pure functions that give the same numbers on every Python."""

from __future__ import annotations

import statistics
from typing import Any, Final

from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(
    statistics,
    """
    StatisticsError correlation covariance fmean geometric_mean harmonic_mean linear_regression mean median
    median_grouped median_high median_low mode multimode pstdev pvariance quantiles stdev variance
    """,
)

REFUSES: Final[dict[str, str]] = {
    "NormalDist": "its samples are drawn from the machine's entropy; use random.gauss, or a step",
    **refuse("kde kde_random", "only newer Pythons have it, and a run must replay on all; use a step"),
}
