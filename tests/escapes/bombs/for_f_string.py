# expect: stopped
async def main():
    "use workflow"
    a = [0] * 100_000
    for i in range(60_000): f"{a}"
