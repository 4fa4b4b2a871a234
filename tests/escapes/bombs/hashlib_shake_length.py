# expect: stopped
import hashlib
async def main():
    "use workflow"
    return hashlib.shake_128(b"x").hexdigest(2**30)
