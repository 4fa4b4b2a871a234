# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 100_000
    return [f'{s}{i}' for i in range(3_000_000)]
