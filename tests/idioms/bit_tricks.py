async def main():
    "use workflow"
    flags = 0b1010
    return flags & -flags, bin(flags), flags.bit_count(), flags.bit_length(), ~flags, flags ^ 0xFF, f"{flags:08b}", (5).to_bytes(2, "big")
