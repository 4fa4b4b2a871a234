# expect: stopped
from dataclasses import dataclass
@dataclass(order=True)
class D:
    a: object
    b: object
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = D(x, x), D(y, y)
    return x < y
