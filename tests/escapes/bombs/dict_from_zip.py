# expect: stopped
async def main():
    "use workflow"
    while True: dict(zip(range(1_000_000), range(1_000_000)))
