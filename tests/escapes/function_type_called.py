# expect: stopped TypeError
def f(): pass


async def main():
    "use workflow"
    return type(f)(f, {})
