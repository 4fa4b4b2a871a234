# expect: stopped
async def main():
    "use workflow"
    xs = [None] * 1_000_000
    while True: ys = tuple(xs)
