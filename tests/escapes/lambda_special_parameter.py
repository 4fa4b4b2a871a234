# expect: refused refused-name
async def main():
    "use workflow"
    return lambda __class__: 1
