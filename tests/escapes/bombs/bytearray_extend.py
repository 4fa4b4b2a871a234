# expect: stopped
async def main():
    "use workflow"
    b = bytearray(b'x' * 1000)
    while True: b.extend(b)
