from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from nowhere import Thing


async def main():
    "use workflow"
    def f(x: Thing) -> Thing: return x
    return f(1)
