# expect: stopped
async def main():
    "use workflow"
    b = b'x' * 4_000_000
    kept = []
    while True: kept.append(b.hex(' '))
