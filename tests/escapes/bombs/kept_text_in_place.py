# expect: stopped
async def main():
    "use workflow"
    s = 'x' * 5_000_000
    kept = []
    while True:
        kept.append(s)
        s += 'x'
