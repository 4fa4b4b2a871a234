# expect: stopped
async def main():
    "use workflow"
    a = "61" * 2_000_000
    while True: bytes.fromhex(a)
