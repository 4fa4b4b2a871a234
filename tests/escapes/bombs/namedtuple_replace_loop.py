# expect: stopped
from collections import namedtuple
async def main():
    "use workflow"
    P = namedtuple("P", [f"x{i}" for i in range(1000)])
    p = P(*range(1000))
    while True: p._replace(x1=2)
