def key(n):
    return sorted([n + 1, n], key=key)


async def main():
    "use workflow"
    return key(0)
