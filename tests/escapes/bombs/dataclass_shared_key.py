# expect: stopped
from dataclasses import dataclass
@dataclass(frozen=True)
class Pair:
    left: object
def make(levels, x):
    for _ in range(levels): x = (x, x)
    return x
async def main():
    "use workflow"
    return {Pair(make(60, 1)): 1}
