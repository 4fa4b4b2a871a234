# expect: refused refused-name
async def main():
    "use workflow"
    del __builtins__
