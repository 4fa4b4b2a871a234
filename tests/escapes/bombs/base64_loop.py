# expect: stopped
async def main():
    "use workflow"
    import base64
    b = b'x' * 5_000_000
    while True: base64.b64encode(b)
