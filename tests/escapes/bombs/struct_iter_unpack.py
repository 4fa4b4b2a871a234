# expect: stopped
import struct
async def main():
    "use workflow"
    b = bytes(5_000_000)
    while True: list(struct.iter_unpack("B", b))
