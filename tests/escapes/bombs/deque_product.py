# expect: stopped
async def main():
    "use workflow"
    from collections import deque
    d = deque([0] * 1_000)
    d *= 1_000_000
