# expect: stopped BaseException
def g(): yield 1
async def main():
    "use workflow"
    x = g(); next(x)
    x.throw(BaseException("x"))
