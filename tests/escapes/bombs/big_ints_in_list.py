# expect: stopped
async def main():
    "use workflow"
    a, b = 2**199_000, 2**199_000 + 1
    return ([a] * 1_000_000).count(b)
