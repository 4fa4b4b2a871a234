# expect: stopped
async def main():
    "use workflow"
    d = [0] * 1_000_000
    for _ in range(60_000): a, *b = d
