# expect: stopped
async def main():
    "use workflow"
    import statistics
    return statistics.quantiles([1, 2], n=10 ** 9)
