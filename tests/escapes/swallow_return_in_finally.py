# expect: refused refused-finally
async def main():
    "use workflow"
    try: raise ValueError
    finally: return 1
