# expect: refused refused-attribute
async def main():
    "use workflow"
    return (lambda: 0).__type_params__
