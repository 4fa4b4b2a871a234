# expect: stopped
async def main():
    "use workflow"
    n = 9 ** 4000
    while True: str(n)
