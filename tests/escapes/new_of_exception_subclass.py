# expect: refused refused-attribute
async def main():
    "use workflow"
    return Exception.__new__(GeneratorExit)
