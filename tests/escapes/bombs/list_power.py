# expect: stopped
async def main():
    "use workflow"
    return len([0] * 10**10)
