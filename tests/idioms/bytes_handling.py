async def main():
    "use workflow"
    raw = bytearray(b"abc")
    raw.append(100); raw[0:1] = b"AB"; raw += b"!"
    return bytes(raw), raw.hex(), bytes.fromhex("00ff"), b"a,b".split(b","), b"x" * 3, "é".encode("latin-1"), b"ok".decode()
