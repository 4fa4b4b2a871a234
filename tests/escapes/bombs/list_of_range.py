# expect: stopped
async def main():
    "use workflow"
    return len(list(range(10**12)))
