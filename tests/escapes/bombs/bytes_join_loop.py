# expect: stopped
async def main():
    "use workflow"
    a = [b"a" * 1000] * 5000
    while True: b"".join(a)
