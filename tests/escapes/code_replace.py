# expect: refused refused-attribute
async def main():
    "use workflow"
    return (lambda: 1).__code__.replace(co_consts=(2,))
