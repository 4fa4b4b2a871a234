# expect: stopped
async def main():
    "use workflow"
    import graphlib
    g = graphlib.TopologicalSorter({i: [j for j in range(i)] for i in range(3000)})
    return list(g.static_order())
