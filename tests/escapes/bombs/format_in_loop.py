# expect: stopped
async def main():
    "use workflow"
    a = "a" * 1_000_000
    for i in range(60_000): f"{a}{i}"
