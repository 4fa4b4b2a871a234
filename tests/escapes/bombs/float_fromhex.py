# expect: stopped
async def main():
    "use workflow"
    return float.fromhex("0x" + "1" * 5_000_000)
