from functools import partial, reduce, lru_cache, cmp_to_key, total_ordering, wraps
calls = []
@lru_cache(maxsize=None)
def fib(n):
    calls.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)
@total_ordering
class Version:
    def __init__(self, text): self.parts = tuple(map(int, text.split(".")))
    def __eq__(self, o): return self.parts == o.parts
    def __lt__(self, o): return self.parts < o.parts
def logged(f):
    @wraps(f)
    def inner(*a): return f"{f.__name__}{a}={f(*a)}"
    return inner
@logged
def twice(x):
    "Double it."
    return 2 * x


async def main():
    "use workflow"
    return (fib(10), len(calls), partial(pow, 2)(5), reduce(lambda a, b: a * b, range(1, 6)), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)),
            Version("1.10") >= Version("1.9"), twice(4), twice.__name__, twice.__doc__)
