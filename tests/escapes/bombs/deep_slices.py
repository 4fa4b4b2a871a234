# expect: stopped
async def main():
    "use workflow"
    x = None
    for _ in range(500_000): x = slice(x)
    x = None
    return 'over'
