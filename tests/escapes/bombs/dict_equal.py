# expect: stopped
async def main():
    "use workflow"
    d, e = dict.fromkeys(range(1_000_000)), dict.fromkeys(range(1_000_000))
    while d == e: pass
