def first[T](xs: list[T]) -> T: return xs[0]
class Box[T]:
    def __init__(self, v: T): self.v = v
type Pair[T] = tuple[T, T]


async def main():
    "use workflow"
    return first([3]), Box(4).v
