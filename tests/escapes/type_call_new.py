# expect: refused refused-attribute
async def main():
    "use workflow"
    return type.__call__(dict)
