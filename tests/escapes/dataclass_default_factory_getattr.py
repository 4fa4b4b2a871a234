# expect: refused refused-attribute
from dataclasses import dataclass, field
@dataclass
class D:
    x: object = field(default_factory=main.__globals__.copy)
async def main():
    "use workflow"
    return D()
