# expect: stopped
async def main():
    "use workflow"
    from collections import deque
    while True: deque(zip(range(9_000_000), range(9_000_000)), maxlen=0)
