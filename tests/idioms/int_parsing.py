async def main():
    "use workflow"
    found = []
    for text in ("12", " 7 ", "0x1f", "1_000", "x", ""):
        try: found.append(int(text, 0))
        except ValueError: found.append(None)
    return found, int("ff", 16), int(3.9), divmod(-7, 2), -7 // 2, -7 % 2, pow(3, -1, 7), int.from_bytes(b"\x01\x00", "big"), round(1234, -2)
