# expect: stopped TypeError
def g(): yield 1


async def main():
    "use workflow"
    await g()
