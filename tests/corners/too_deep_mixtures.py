class Mixed:
    def __add__(self, other):
        return (lambda: generated(self + other))()


def generated(value):
    yield value


def key(n):
    return next(iterated(n)) + sum(key(m) for m in [n])


def iterated(n):
    yield sorted([1, 2], key=lambda _: key(n + 1))


async def main():
    "use workflow"
    try:
        key(0)
    finally:
        Mixed() + Mixed()
