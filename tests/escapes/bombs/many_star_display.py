# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 1_000_000
    for i in range(60_000): (*xs, 1)
