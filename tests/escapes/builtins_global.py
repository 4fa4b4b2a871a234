# expect: refused refused-name
async def main():
    "use workflow"
    global __builtins__
    __builtins__ = {}
