# expect: refused refused-pattern
def g(): yield


async def main():
    "use workflow"
    match g():
        case object(gi_ｆrame=x): return x
