# expect: stopped
async def main():
    "use workflow"
    return len(bytes(10**11))
