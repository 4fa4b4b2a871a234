def down(n):
    return 1 + down(n + 1)


async def main():
    "use workflow"
    return down(0)
