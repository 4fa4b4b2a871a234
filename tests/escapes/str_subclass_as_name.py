# expect: stopped TypeError
class S(str): pass


async def main():
    "use workflow"
    return getattr(1, S('__class__'))
