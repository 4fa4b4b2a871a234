# expect: refused refused-attribute
def f(x=[]): return x
async def main():
    "use workflow"
    return f.__defaults__[0]
