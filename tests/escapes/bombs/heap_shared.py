# expect: stopped
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    import heapq
    h = [make(60)]
    heapq.heappush(h, make(60))
