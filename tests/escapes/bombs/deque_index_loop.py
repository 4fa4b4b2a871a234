# expect: stopped
from collections import deque
async def main():
    "use workflow"
    d = deque(range(1_000_000))
    while True: d[500_000]
