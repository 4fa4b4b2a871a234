# expect: stopped
async def main():
    "use workflow"
    raise ValueError('x' * 9_000_000)
