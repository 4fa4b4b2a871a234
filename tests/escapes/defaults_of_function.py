# expect: refused refused-attribute
def f(a=[]): pass


async def main():
    "use workflow"
    f.__defaults__ = (1,)
