# expect: stopped
import hashlib
async def main():
    "use workflow"
    return hashlib.scrypt(b"x", salt=b"y", n=2**20, r=8, p=1, maxmem=2**31)
