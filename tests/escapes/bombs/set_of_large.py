# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 1_000_000
    return {s + str(i) for i in range(3_000_000)}
