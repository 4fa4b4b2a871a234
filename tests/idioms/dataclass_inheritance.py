from dataclasses import dataclass
@dataclass
class Base:
    id: int
    kind: str = "base"
@dataclass
class Child(Base):
    extra: str = ""
    def __str__(self): return f"<{self.id}:{self.extra}>"


async def main():
    "use workflow"
    c = Child(3, extra="e")
    match c:
        case Child(id=i, extra="e"): found = i
    match Base(1):
        case Base(i, kind): positional = (i, kind)
    return str(c), repr(c), found, positional, c == Child(3, "base", "e")
