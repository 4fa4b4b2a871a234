# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return str.format('{0.__code__}', f)
