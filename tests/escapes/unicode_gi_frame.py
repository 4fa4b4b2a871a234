# expect: refused refused-attribute
def g(): yield


async def main():
    "use workflow"
    return g().gi_ｆrame
