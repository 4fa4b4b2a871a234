# expect: stopped
import heapq, itertools
async def main():
    "use workflow"
    return list(heapq.merge(itertools.count(), itertools.count()))
