# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return f.__dict__
