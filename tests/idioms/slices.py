async def main():
    "use workflow"
    x = list(range(10))
    x[2:4] = ['a']
    return x[::-2], x[1:3], x[-1], 'abc'[1:], x[slice(1, 2)]
