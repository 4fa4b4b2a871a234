# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 9_000_000
    kept = []
    while True: kept.append(''.join(reversed(s)))
