# expect: stopped
async def main():
    "use workflow"
    a, b = ValueError(1), ValueError(2)
    a.__cause__ = b
    b.__cause__ = a
    raise a
