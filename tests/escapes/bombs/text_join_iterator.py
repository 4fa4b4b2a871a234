# expect: stopped
async def main():
    "use workflow"
    return ('x' * 1_000_000).join(iter(['y'] * 1_000_000))
