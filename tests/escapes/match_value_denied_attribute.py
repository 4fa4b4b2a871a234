# expect: refused refused-pattern
def g(): yield


async def main():
    "use workflow"
    x = g()
    match 1:
        case x.gi_frame: return 1
