# expect: stopped
async def main():
    "use workflow"
    return pow(3, 2**199_000, 2**199_000 - 1)
