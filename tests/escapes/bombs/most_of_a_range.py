# expect: stopped
async def main():
    "use workflow"
    for _ in range(100_000): max(range(10_000_000))
