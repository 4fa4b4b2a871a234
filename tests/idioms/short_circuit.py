calls = []
def f(x):
    calls.append(x)
    return x


async def main():
    "use workflow"
    result = f(0) or f(1) and f(2) or f(3)
    chained = f(1) < f(5) < f(3) < f(9)
    return result, chained, calls, None or [] or "last", 1 and 2, not not "x", (1 if [] else 2)
