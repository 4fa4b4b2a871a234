# expect: stopped AccessRefused
def f(): pass


async def main():
    "use workflow"
    return '{f.__globals__}'.format_map({'f': f})
