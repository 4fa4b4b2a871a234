# expect: refused refused-finally
async def main():
    "use workflow"
    while True:
        try: raise ValueError
        finally: break
