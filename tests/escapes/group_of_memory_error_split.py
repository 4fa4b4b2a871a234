# expect: harmless ExceptionGroup('x', [ValueError()])
async def main():
    "use workflow"
    try: raise ExceptionGroup("x", [MemoryError(), ValueError()])
    except ExceptionGroup as g:
        return g.split(MemoryError)[1]
