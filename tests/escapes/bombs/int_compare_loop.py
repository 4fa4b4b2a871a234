# expect: stopped
async def main():
    "use workflow"
    x, y = 2**199_000 - 1, 2**199_000 - 1
    while True: x == y
