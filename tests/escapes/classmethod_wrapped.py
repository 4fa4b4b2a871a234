# expect: refused refused-attribute
async def main():
    "use workflow"
    return classmethod(print).__wrapped__
