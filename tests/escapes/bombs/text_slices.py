# expect: stopped
async def main():
    "use workflow"
    s = 'ab' * 4_000_000
    n = len(s)
    kept = []
    while True: kept.append(s[1:n])
