# expect: stopped
async def main():
    "use workflow"
    return 0.5 in range(10**12)
