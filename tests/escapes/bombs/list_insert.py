# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 1_000_000
    while True: xs.insert(0, 1)
