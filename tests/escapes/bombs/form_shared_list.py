# expect: stopped
from typing import Callable
async def main():
    "use workflow"
    x = [int]
    for _ in range(60): x = [x, x]
    return Callable[x, int]
