# expect: stopped
from dataclasses import dataclass, asdict
@dataclass
class D:
    a: object
    b: object
async def main():
    "use workflow"
    x = 1
    for _ in range(40): x = D(x, x)
    return asdict(x)
