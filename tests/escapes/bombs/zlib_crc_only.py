# expect: stopped
import zlib
async def main():
    "use workflow"
    return zlib.decompress(zlib.compress(b"a" * 10**9))
