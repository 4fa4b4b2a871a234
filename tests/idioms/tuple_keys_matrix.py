async def main():
    "use workflow"
    grid = {(x, y): x * y for x in range(3) for y in range(3)}
    rows = [[grid[x, y] for x in range(3)] for y in range(3)]
    return rows, list(zip(*rows)), [sum(r) for r in rows], max(grid, key=grid.get), [list(r) for r in zip(*rows[::-1])]
