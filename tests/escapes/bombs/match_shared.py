# expect: stopped
def make(levels):
    x = []
    for _ in range(levels): x = [x, x]
    return x
class Box: pass
async def main():
    "use workflow"
    x, y = make(60), Box()
    Box.value = make(60)
    match x:
        case y.value: return 1
