# expect: stopped
async def main():
    "use workflow"
    return [{'a': [], 'b': {}, 'c': [1, 2, 3]} for _ in range(3_000_000)]
