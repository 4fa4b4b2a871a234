# expect: stopped
class K: v = None
async def main():
    "use workflow"
    x = y = ()
    for _ in range(60): x, y = (x, x), (y, y)
    K.v = y
    match [x]:
        case [K.v]: return 1
