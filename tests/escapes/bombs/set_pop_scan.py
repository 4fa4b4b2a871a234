# expect: stopped
async def main():
    "use workflow"
    s = set(range(500_000))
    while s: s.pop()
