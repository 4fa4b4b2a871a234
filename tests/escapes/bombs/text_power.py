# expect: stopped
async def main():
    "use workflow"
    return len("x" * 10**11)
