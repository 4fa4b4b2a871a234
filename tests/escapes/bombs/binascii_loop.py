# expect: stopped
import binascii
async def main():
    "use workflow"
    x = b"a" * 5_000_000
    while True: binascii.hexlify(x, "-", 1)
