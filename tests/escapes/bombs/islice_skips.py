# expect: stopped
async def main():
    "use workflow"
    from itertools import islice
    while True: next(islice(range(9_000_000), 8_999_999, None))
