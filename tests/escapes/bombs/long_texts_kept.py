# expect: stopped
async def main():
    "use workflow"
    return ['x' * 10_000 + str(i) for i in range(3_000_000)]
