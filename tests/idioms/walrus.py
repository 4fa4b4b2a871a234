async def main():
    "use workflow"
    return [y for x in range(4) if (y := x * 2) > 2], (z := 5), z
