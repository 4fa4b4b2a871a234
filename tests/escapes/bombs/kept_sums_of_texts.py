# expect: stopped
async def main():
    "use workflow"
    s, t = 'a' * 5_000_000, 'b' * 5_000_000
    kept = []
    while True: kept.append(s + t)
