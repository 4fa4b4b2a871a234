# expect: stopped
async def main():
    "use workflow"
    xs, ys = [], [0] * 1_000_000
    while True: xs += ys
