# expect: refused refused-attribute
def f():
    secret = 1
    return lambda: secret


async def main():
    "use workflow"
    return f().cell_contents
