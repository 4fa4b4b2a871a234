# expect: refused refused-name
async def main():
    "use workflow"
    try: pass
    except ValueError as __builtins__: pass
