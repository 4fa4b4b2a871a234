# expect: stopped
async def main():
    "use workflow"
    import base64
    b = b'x' * 500_000
    while True: base64.b85encode(b)
