# expect: stopped
async def main():
    "use workflow"
    import statistics
    xs = list(range(200_000))
    while True: statistics.stdev(xs)
