# expect: stopped
async def main():
    "use workflow"
    xs = [0] * 9_000_000
    while True: xs.pop(0); xs.append(0)
