# expect: harmless D(x=1, y=2)
from dataclasses import dataclass
@dataclass
class D:
    x: "__import__('os').system('true')" = 1
    y: "(lambda: print(9))()" = 2
async def main():
    "use workflow"
    return D()
