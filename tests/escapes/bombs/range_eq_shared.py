# expect: stopped
async def main():
    "use workflow"
    while True: range(10**7) == range(10**7 + 1), hash(range(10**7))
