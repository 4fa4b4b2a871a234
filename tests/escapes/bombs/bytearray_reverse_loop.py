# expect: stopped
async def main():
    "use workflow"
    a = bytearray(5_000_000)
    while True: a.reverse()
