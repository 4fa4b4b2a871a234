# expect: stopped
import statistics
async def main():
    "use workflow"
    xs = [float(i) for i in range(3000)]
    return statistics.correlation(xs, xs), statistics.linear_regression(xs * 100, xs * 100)
