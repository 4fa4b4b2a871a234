# expect: stopped AccessRefused
class E(GeneratorExit): pass


async def main():
    "use workflow"
    return E
