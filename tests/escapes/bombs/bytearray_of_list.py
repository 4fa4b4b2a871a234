# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 5_000_000
    while True: bytearray(xs)
