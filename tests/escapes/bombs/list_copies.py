# expect: stopped
async def main():
    "use workflow"
    xs = list(range(1_000_000))
    while True: list(xs)
