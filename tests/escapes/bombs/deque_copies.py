# expect: stopped
async def main():
    "use workflow"
    from collections import deque
    d = deque([0] * 1_000_000)
    kept = []
    while True: kept.append(d.copy())
