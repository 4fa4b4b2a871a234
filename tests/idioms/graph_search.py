from collections import deque
GRAPH = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}


async def main():
    "use workflow"
    def path(start, goal):
        queue, seen = deque([[start]]), {start}
        while queue:
            way = queue.popleft()
            if way[-1] == goal: return way
            for n in GRAPH[way[-1]]:
                if n not in seen:
                    seen.add(n)
                    queue.append([*way, n])
    def depth(n): return 1 + max((depth(x) for x in GRAPH[n]), default=0)
    return path("a", "d"), path("d", "a"), depth("a")
