# expect: stopped
async def main():
    "use workflow"
    import heapq
    return list(heapq.merge(*[range(9_000_000)] * 100))
