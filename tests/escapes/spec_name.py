# expect: refused refused-name
async def main():
    "use workflow"
    return __spec__
