# expect: stopped
async def main():
    "use workflow"
    n = 3 ** 1_000_000
    while True: n * n
