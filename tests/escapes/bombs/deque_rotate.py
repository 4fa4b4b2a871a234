# expect: stopped
async def main():
    "use workflow"
    from collections import deque
    d = deque([0] * 5_000_000)
    while True: d.rotate(2_000_000)
