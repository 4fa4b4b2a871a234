# expect: refused refused-attribute
async def main():
    "use workflow"
    return object.__init_subclass__
