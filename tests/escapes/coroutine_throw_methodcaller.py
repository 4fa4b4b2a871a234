# expect: stopped AccessRefused
from operator import methodcaller
async def f(): pass


async def main():
    "use workflow"
    c = f()
    try: return methodcaller("throw", ValueError())(c)
    finally: await c
