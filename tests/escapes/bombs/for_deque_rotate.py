# expect: stopped
from collections import deque
async def main():
    "use workflow"
    d = deque(range(1_000_000))
    for _ in range(60_000): d.rotate(400_000)
