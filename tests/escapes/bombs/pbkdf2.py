# expect: stopped
async def main():
    "use workflow"
    import hashlib
    return hashlib.pbkdf2_hmac('sha256', b'a', b'b', 10 ** 9)
