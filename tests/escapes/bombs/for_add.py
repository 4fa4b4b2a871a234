# expect: stopped
async def main():
    "use workflow"
    a = 2**190_000 // 3; b = 10**2500
    for _ in range(60_000): a + a; a - b; a & a
