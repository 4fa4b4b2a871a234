def walk(n):
    for x in walk(n + 1):
        yield x


async def main():
    "use workflow"
    return next(walk(0))
