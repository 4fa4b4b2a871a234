# expect: stopped
async def main():
    "use workflow"
    xs, ys = [0] * 1_000_000 + [1], [0] * 1_000_000 + [2]
    while xs < ys: pass
