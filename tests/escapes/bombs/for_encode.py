# expect: stopped
async def main():
    "use workflow"
    a = "é" * 3_000_000
    for i in range(60_000): a.encode()
