def f(a: missing, *b: missing, c: missing = 2, **d: missing) -> missing: return a, b, c, d


async def main():
    "use workflow"
    return f(1, 2, c=3, e=4)
