# expect: stopped
from collections import deque
async def main():
    "use workflow"
    d = deque([1])
    while True: d.extend(d)
