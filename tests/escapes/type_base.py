# expect: refused refused-attribute
async def main():
    "use workflow"
    return bool.__base__
