# expect: stopped
async def main():
    "use workflow"
    while True: print('x' * 1_000_000)
