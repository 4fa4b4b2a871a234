# expect: refused refused-attribute
import heapq
async def main():
    "use workflow"
    return heapq.merge.__builtins__
