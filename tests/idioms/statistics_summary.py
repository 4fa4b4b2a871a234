import statistics


async def main():
    "use workflow"
    xs = [2, 4, 4, 5, 9]
    return statistics.mean(xs), statistics.median(xs), statistics.mode(xs), statistics.pstdev([1, 1]), statistics.multimode("aab"), statistics.median_low([1, 2])
