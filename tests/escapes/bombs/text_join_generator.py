# expect: stopped
async def main():
    "use workflow"
    return ('x' * 1_000_000).join(str(i) for i in range(1_000_000))
