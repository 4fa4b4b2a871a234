# expect: stopped
async def main():
    "use workflow"
    a = b"a" * 5_000_000
    t = bytes(range(256))
    for _ in range(60_000): a.translate(t)
