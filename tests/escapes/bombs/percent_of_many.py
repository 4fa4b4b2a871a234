# expect: stopped



async def main():
    "use workflow"
    return len(('%s' * 1_000_000) % (('x' * 10_000,) * 1_000_000))
