# expect: refused refused-builtin
def g():
    try: yield 1
    except BaseException as e: yield e
async def main():
    "use workflow"
    x = g(); next(x)
    return x.throw(SystemExit)
