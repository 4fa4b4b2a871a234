# expect: stopped
async def main():
    "use workflow"
    return list(enumerate([0] * 1_000_000, 2**190_000))[-1][0].bit_length()
