# expect: stopped AccessRefused
async def main():
    "use workflow"
    return super(set, {1}).pop
