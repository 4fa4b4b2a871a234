# expect: stopped
async def main():
    "use workflow"
    b = bytearray(9_000_000)
    while True: b.insert(0, 1)
