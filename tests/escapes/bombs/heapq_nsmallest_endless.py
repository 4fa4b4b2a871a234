# expect: stopped
import heapq, itertools
async def main():
    "use workflow"
    return heapq.nsmallest(3, itertools.count())
