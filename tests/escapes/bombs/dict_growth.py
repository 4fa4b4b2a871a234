# expect: stopped
async def main():
    "use workflow"
    return {(i, j): [i] for i in range(10_000) for j in range(10_000)}
