# expect: stopped
async def main():
    "use workflow"
    def g(n):
        if n: yield from g(n - 1)
        yield n
    return sum(1 for _ in g(900) for _ in g(900))
