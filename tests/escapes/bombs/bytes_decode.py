# expect: stopped
async def main():
    "use workflow"
    b = b'x' * 9_000_000
    while True: b.decode()
