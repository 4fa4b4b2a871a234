# expect: stopped
async def main():
    "use workflow"
    n = 3 ** 600
    while True: n / (n + 1)
