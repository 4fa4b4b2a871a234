# expect: stopped
async def main():
    "use workflow"
    import hashlib
    b = b'x' * 9_000_000
    while True: hashlib.sha256(b).hexdigest()
