# expect: stopped
async def main():
    "use workflow"
    a = [0] * 1_000_000
    for i in range(60_000): any(a)
