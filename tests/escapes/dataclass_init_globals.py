# expect: refused refused-attribute
from dataclasses import dataclass
@dataclass
class D:
    x: int = 1
async def main():
    "use workflow"
    return D.__init__.__globals__
