# expect: stopped AccessRefused
class E(BaseException): pass


async def main():
    "use workflow"
    return E
