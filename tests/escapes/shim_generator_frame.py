# expect: refused refused-attribute
import heapq
async def main():
    "use workflow"
    return heapq.merge([1], [2]).gi_frame.f_back
