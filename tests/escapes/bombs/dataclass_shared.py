# expect: stopped
from dataclasses import dataclass
@dataclass
class Pair:
    left: object
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    return Pair(make(60)) == Pair(make(60))
