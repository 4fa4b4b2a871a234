# expect: stopped RecursionError
async def main():
    "use workflow"
    try: raise ExceptionGroup("x", [RecursionError()])
    except* RecursionError: pass
    return "swallowed"
