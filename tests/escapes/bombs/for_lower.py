# expect: stopped
async def main():
    "use workflow"
    d = "A" * 1_000_000
    for _ in range(60_000): d.lower()
