async def main():
    "use workflow"
    return [i for i in range(3) if i], {i: i * i for i in range(3)}, sum(i for i in range(4)), sorted({i % 2 for i in range(9)})
