# expect: stopped
async def main():
    "use workflow"
    xs = []
    while True: xs.append("1".zfill(10_000))
