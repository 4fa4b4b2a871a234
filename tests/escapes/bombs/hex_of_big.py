# expect: stopped
async def main():
    "use workflow"
    n = 3 ** 1_200_000
    kept = []
    while True: kept.append(hex(n))
