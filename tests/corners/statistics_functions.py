"""`statistics` became more precise in 3.12 and 3.13, and takes more."""
import statistics
from decimal import Decimal
from fractions import Fraction


async def main():
    "use workflow"
    xs, ys = [1.1, 2.7, 3.14, 4.4, 9.01], [2.2, 1.9, 7.7, 8.1, 3.3]
    found = [
        statistics.mean(xs), statistics.fmean(xs), statistics.fmean(xs, ys), statistics.geometric_mean(xs),
        statistics.harmonic_mean(xs), statistics.harmonic_mean(xs, ys), statistics.median(xs), statistics.median_low(xs),
        statistics.median_grouped([1, 3, 3, 5, 7]), statistics.mode("aabbb"), statistics.multimode("aabb"),
        statistics.pstdev(xs), statistics.stdev(xs), statistics.variance(xs), statistics.pvariance(xs),
        statistics.quantiles(xs, n=5), statistics.quantiles(xs, method="inclusive"), statistics.covariance(xs, ys),
        statistics.correlation(xs, ys), statistics.linear_regression(xs, ys), statistics.quantiles([5]),
        statistics.mean([Fraction(1, 3), 2]), statistics.mean([Decimal("1.1"), Decimal("2.2")]), statistics.variance([Decimal("1.1"), Decimal("2.2"), 3]),
        statistics.linear_regression(xs, ys, proportional=True), statistics.geometric_mean([1.0, 0.0]),
    ]
    return [repr(one) for one in found]
