# expect: stopped AccessRefused
class E(type(GeneratorExit())): pass


async def main():
    "use workflow"
    return E
