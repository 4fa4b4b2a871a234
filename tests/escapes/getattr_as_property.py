# expect: stopped AccessRefused
class A:
    x = property(lambda s: getattr(main, "__glo" "bals__"))
async def main():
    "use workflow"
    return A().x
