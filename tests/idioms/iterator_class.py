class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n


async def main():
    "use workflow"
    it = Countdown(3)
    return next(it), list(it), next(it, "empty"), list(iter(lambda s=iter([1, 2, 0]): next(s), 0))
