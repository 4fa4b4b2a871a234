# expect: stopped
from dataclasses import dataclass
@dataclass(frozen=True)
class D:
    a: object
    b: object
async def main():
    "use workflow"
    x = 1
    for _ in range(60): x = D(x, x)
    return hash(x)
