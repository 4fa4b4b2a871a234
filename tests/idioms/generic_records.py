from typing import Generic, NamedTuple, TypedDict, TypeVar

T = TypeVar("T")


class Page(TypedDict, Generic[T]):
    items: list[T]
    more: bool


class Partial(Page, total=False):
    note: str


class Named(Generic[T], TypedDict):
    value: T


class Pair(NamedTuple, Generic[T]):
    left: T
    right: int = 2


Point = TypedDict("Point", {"x": int, "y-axis": int}, total=False)


async def main():
    "use workflow"
    page: Page[int] = Page(items=[1], more=False)
    made = [page, Partial(items=[], more=True, note="n"), Named(value="v"), Named[int](value=3), Point(x=1)]
    return [made, [type(one) is dict for one in made], Pair("a"), Pair[str]("b", 3)._asdict(), Page.__name__]
