from typing import Generic, TypeVar

T = TypeVar("T")


class Stack(Generic[T]):
    def __init__(self) -> None:
        self._items: list[T] = []

    def push(self, item: T) -> "Stack[T]":
        self._items.append(item)
        return self

    def last(self) -> T:
        return self._items[-1]


def kinds[*Ts, **P](*args: *Ts) -> tuple[*Ts]:
    return args


type Name = str | None


async def main():
    "use workflow"
    return Stack().push(1).push(2).last(), kinds(1, 2), f"{'nested' + f"{1 + 1}"}"
