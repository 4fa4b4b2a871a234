# expect: stopped
async def main():
    "use workflow"
    x = []
    for _ in range(100_000): x = [x]
    return x
