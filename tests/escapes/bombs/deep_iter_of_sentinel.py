# expect: stopped
async def main():
    "use workflow"
    x = None
    for _ in range(500_000): x = iter(int, x)
    x = None
    while True: pass
