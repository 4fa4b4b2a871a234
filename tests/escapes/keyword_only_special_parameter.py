# expect: refused refused-name
async def main():
    "use workflow"
    def f(*, __builtins__): pass
