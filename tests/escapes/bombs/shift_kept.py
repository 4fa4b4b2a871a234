# expect: stopped
async def main():
    "use workflow"
    kept = []
    while True: kept.append(1 << 1_900_000)
