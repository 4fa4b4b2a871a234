# expect: stopped
async def main():
    "use workflow"
    return (7 ** 10**8).bit_length()
