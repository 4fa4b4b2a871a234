from typing import TypedDict, TypeVar, Generic, Optional, Union, Callable, Any, cast
T = TypeVar("T")
class Movie(TypedDict, total=False):
    name: str
    year: int
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: list[T] = []
    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self
    def peek(self) -> Optional[T]: return self.items[-1] if self.items else None


async def main():
    "use workflow"
    m: Movie = {"name": "x"}
    s: Stack[int] = Stack[int]().push(1).push(2)
    return m, s.peek(), Stack().peek(), cast(int, "3"), isinstance(s, Stack)
