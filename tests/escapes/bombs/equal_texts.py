# expect: stopped
async def main():
    "use workflow"
    s, t = 'x' * 9_000_000 + 'y', 'x' * 9_000_000 + 'y'
    while s == t: pass
