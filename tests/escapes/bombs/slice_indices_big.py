# expect: stopped
async def main():
    "use workflow"
    s = slice(None, 2**190_000, 2**180_000)
    while True: s.indices(2**190_000)
