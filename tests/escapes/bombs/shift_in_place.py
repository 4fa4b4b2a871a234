# expect: stopped
async def main():
    "use workflow"
    n = 1
    while True: n <<= 10_000
