# expect: stopped AccessRefused
async def main():
    "use workflow"
    return '{0[0].__class__.__mro__}'.format([1])
