# expect: stopped
import graphlib
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    return list(graphlib.TopologicalSorter({x: []}).static_order())
