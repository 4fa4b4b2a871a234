# expect: stopped
async def main():
    "use workflow"
    return {i * ((1 << 61) - 1): i for i in range(100_000)}
