# expect: stopped
# hole: the operands of a chain of comparisons in a generator expression are kept by no variable, so nothing is paid
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    return any([] < make(60) < make(60) for _ in [1])
