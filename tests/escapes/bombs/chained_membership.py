# expect: stopped
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
async def main():
    "use workflow"
    class Box:
        is_in = 1 < len([1, 2]) == 2 and make(60) in [make(60)] is not None
    return any(make(60) in [make(60)] != [] for _ in [1])
