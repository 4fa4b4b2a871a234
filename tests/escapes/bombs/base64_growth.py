# expect: stopped
async def main():
    "use workflow"
    import base64
    b = b'x'
    while True: b = base64.b64encode(b)
