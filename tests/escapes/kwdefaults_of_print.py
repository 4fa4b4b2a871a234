# expect: refused refused-attribute
async def main():
    "use workflow"
    return print.__kwdefaults__
