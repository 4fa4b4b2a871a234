# expect: refused refused-finally
async def main():
    "use workflow"
    for _ in "ab":
        try: raise ValueError
        finally: continue
