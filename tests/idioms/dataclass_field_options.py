from dataclasses import dataclass, field, replace, asdict, astuple, fields
from typing import ClassVar
@dataclass(order=True)
class Item:
    price: float
    name: str = field(compare=False)
    tags: list = field(default_factory=list, compare=False, repr=False)
    tax: ClassVar[float] = 0.2
    total: float = field(init=False)
    def __post_init__(self): self.total = round(self.price * (1 + self.tax), 2)


async def main():
    "use workflow"
    a, b = Item(1.5, "a"), Item(2.0, "b", ["x"])
    return a < b, repr(b), asdict(b), astuple(a), repr(replace(a, price=4.0)), [f.name for f in fields(Item)], max(a, b).name
