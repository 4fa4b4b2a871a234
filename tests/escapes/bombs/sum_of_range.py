# expect: stopped
async def main():
    "use workflow"
    return sum(range(10**12))
