# expect: stopped
import hashlib
async def main():
    "use workflow"
    x = b"a" * 5_000_000
    while True: hashlib.sha512(x)
