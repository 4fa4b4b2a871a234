# expect: stopped
async def main():
    "use workflow"
    while True: list(zip(range(1_000_000), range(1_000_000)))
