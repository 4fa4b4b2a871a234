# expect: stopped AccessRefused
class S(str): pass
def f(): pass


async def main():
    "use workflow"
    return S("{0.__globals__}").format(f)
