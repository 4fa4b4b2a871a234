# expect: stopped
async def main():
    "use workflow"
    n = (1 << 1_999_000) - 1
    while True: n.bit_count()
