# expect: stopped
async def main():
    "use workflow"
    a = "A" * 5_000_000
    b = "A" * 5_000_000
    for _ in range(60_000): a == b
