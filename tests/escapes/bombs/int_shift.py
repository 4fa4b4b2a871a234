# expect: stopped
async def main():
    "use workflow"
    return (1 << 10**11).bit_length()
