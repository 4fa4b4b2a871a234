# expect: stopped
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    return any([] < make(60) < make(60) for _ in [1])
