# expect: stopped
async def main():
    "use workflow"
    xs = [2**190_000 + i for i in range(300)]
    while True: min(xs)
