# expect: refused refused-method
def __build_class__(*a): pass


async def main():
    "use workflow"
    return 1
