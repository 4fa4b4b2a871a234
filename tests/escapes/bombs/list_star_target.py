# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 2_000_000
    while True: a, *b = xs
