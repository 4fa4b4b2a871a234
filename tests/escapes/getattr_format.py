# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return getattr('{0.__globals__}', 'format')(f)
