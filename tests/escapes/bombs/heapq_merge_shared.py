# expect: stopped
import heapq
async def main():
    "use workflow"
    x = y = ()
    for _ in range(60): x, y = (x, x), (y, y)
    return list(heapq.merge([x], [y]))
