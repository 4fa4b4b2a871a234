# expect: refused refused-attribute
async def main():
    "use workflow"
    try: 1 / 0
    except ZeroDivisionError as e: return e.with_traceback(None).__traceback__
