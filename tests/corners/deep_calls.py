class Chain:
    def __init__(self, below, left=0):
        self.below = below
        self.made = Chain(None, left - 1) if left else None

    def __iter__(self):
        yield self
        if self.below is not None:
            for link in self.below:
                yield link

    def __repr__(self):
        return "." if self.below is None else "." + repr(self.below)

    def __add__(self, other):
        return other if self.below is None else 1 + (self.below + other)

    def __call__(self):
        return 0 if self.below is None else 1 + self.below()

    def __getattr__(self, name):
        return 0 if self.below is None else 1 + self.below.depth_of

    def __enter__(self):
        if self.below is None:
            return 0
        with self.below as depth:
            return depth + 1

    def __exit__(self, *error):
        return None

    @property
    def depth(self):
        return 0 if self.below is None else 1 + self.below.depth


def chain_of(length):
    made = Chain(None)
    for _ in range(length - 1):
        made = Chain(made)
    return made


def walk(n):
    if n:
        for x in walk(n - 1):
            yield x + 1
    else:
        yield 0


def plain(n):
    return n if n == 0 else 1 + plain(n - 1)


def mapped(n):
    return n if n == 0 else 1 + list(map(mapped, [n - 1]))[0]


def key(n):
    if n:
        sorted([n - 1], key=key)
    return n


def total(n):
    return n + sum(total(m) for m in ([n - 1] if n else []))


async def awaited(n):
    return n if n == 0 else 1 + await awaited(n - 1)


async def main():
    "use workflow"
    c = chain_of(200)
    found = [len(repr(c)), c + 5, c(), c.depth, c.depth_of, sum(1 for _ in c), next(walk(200)), key(200), total(100)]
    with c as depth:
        found.append(depth)
    Chain(None, 200)
    return [*found, plain(900), mapped(200), await awaited(900)]
