# expect: stopped
async def main():
    "use workflow"
    while True: all(range(1, 10_000_000))
