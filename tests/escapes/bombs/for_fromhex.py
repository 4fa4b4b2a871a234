# expect: stopped
async def main():
    "use workflow"
    t = "61" * 2_000_000
    for _ in range(60_000): bytes.fromhex(t)
