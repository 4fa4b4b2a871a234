# expect: stopped
async def main():
    "use workflow"
    a = [1] * 1_000_000
    for _ in range(60_000): a.reverse()
