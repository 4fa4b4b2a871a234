# expect: stopped
async def main():
    "use workflow"
    import zlib
    b = b'x' * 9_000_000
    while True: zlib.crc32(b)
