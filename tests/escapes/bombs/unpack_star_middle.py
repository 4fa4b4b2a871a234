# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 3_000_000
    while True: a, *b, c = xs
