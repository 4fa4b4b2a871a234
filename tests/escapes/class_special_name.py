# expect: refused refused-name
async def main():
    "use workflow"
    class __builtins__: pass
