# expect: stopped
async def main():
    "use workflow"
    import heapq
    xs = list(range(500_000))
    while True: heapq.nlargest(1000, xs)
