async def numbers(n):
    for i in range(n): yield i
async def evens(source):
    async for x in source:
        if x % 2 == 0: yield x


async def main():
    "use workflow"
    return [x * x async for x in evens(numbers(7))]
