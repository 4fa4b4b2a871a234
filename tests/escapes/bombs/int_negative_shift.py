# expect: stopped
async def main():
    "use workflow"
    return 1 << 2**70
