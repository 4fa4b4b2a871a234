# expect: stopped
async def main():
    "use workflow"
    from collections import deque
    d = deque([0] * 1_000_000)
    while True: d = d + d
