# expect: stopped
async def main():
    "use workflow"
    s = b'f' * 9_000_000
    return int.from_bytes(s, 'big') ** 2
