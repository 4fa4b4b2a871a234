# expect: stopped
async def main():
    "use workflow"
    s, t = set(range(500_000)), set(range(500_000))
    while s == t: pass
