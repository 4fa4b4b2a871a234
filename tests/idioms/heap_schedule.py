import heapq


async def main():
    "use workflow"
    heap = []
    for priority, name in [(3, "c"), (1, "a"), (2, "b")]: heapq.heappush(heap, (priority, name))
    return [heapq.heappop(heap)[1] for _ in range(3)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(1, "hello"), list(heapq.merge([1, 4], [2, 3]))
