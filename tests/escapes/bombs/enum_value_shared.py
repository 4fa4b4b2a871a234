# expect: stopped
from enum import Enum
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    E = Enum("E", {"A": x})
    return E(x), repr(E.A)
