# expect: stopped
async def main():
    "use workflow"
    x, y = 2**199_000, 3**60_000
    for _ in range(60_000): divmod(x, y)
