# expect: stopped
async def main():
    "use workflow"
    import heapq
    xs = list(range(1_000_000))
    while True: heapq.heapify(xs)
