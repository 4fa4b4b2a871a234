# expect: harmless bytearray(b'<built-in function print>')


async def main():
    "use workflow"
    data = bytearray(b"%a")
    data %= (len,)
    return bytearray(b"<built-in function print>") if b"0x" not in data else data
