# expect: stopped
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    return list(map([make(60)].index, [make(60)]))
