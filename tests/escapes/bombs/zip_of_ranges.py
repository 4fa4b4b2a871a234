# expect: stopped
async def main():
    "use workflow"
    while True: list(zip(range(9_000_000), range(9_000_000)))
