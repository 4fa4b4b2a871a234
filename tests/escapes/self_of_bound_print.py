# expect: refused refused-attribute
async def main():
    "use workflow"
    return len.__self__
