# expect: stopped
import graphlib
async def main():
    "use workflow"
    return list(graphlib.TopologicalSorter({i: range(2000) for i in range(2000, 4000)}).static_order())
