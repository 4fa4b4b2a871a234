# expect: stopped
async def main():
    "use workflow"
    for i in range(60_000): hash("a" * 1_000_000)
