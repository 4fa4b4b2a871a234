# expect: stopped AccessRefused
async def main():
    "use workflow"
    len.__doc__ = "x"
