# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 5_000_000 + [1]
    while True: xs.index(1)
