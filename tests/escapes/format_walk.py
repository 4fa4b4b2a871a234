# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return '{0.__globals__}'.format(f)
