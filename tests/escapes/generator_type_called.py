# expect: stopped TypeError
def g(): yield


async def main():
    "use workflow"
    return type(g())()
