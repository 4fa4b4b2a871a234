# expect: stopped
import hmac
async def main():
    "use workflow"
    x = b"a" * 5_000_000
    while True: hmac.digest(b"k", x, "sha256")
