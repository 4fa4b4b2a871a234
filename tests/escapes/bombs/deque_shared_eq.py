# expect: stopped
from collections import deque
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = deque([x, x]), deque([y, y])
    return x == y
