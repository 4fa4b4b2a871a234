# expect: refused refused-attribute
import heapq


async def main():
    "use workflow"
    return heapq.__loader__
