# expect: stopped
class K: v = None
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    K.v = x
    match {1: 2}:
        case {K.v: z}: return 1
