# expect: refused refused-attribute
async def g(): yield


async def main():
    "use workflow"
    return g().ag_frame
