# expect: stopped
async def main():
    "use workflow"
    x = "a" * 1_000_000
    while True: print(x)
