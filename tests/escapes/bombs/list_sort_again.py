# expect: stopped
async def main():
    "use workflow"
    xs = list(range(2_000_000))
    while True: xs.sort()
