# expect: stopped
async def main():
    "use workflow"
    return len("x".ljust(10**11))
