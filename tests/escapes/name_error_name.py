# expect: refused refused-attribute
async def main():
    "use workflow"
    try: nothing
    except NameError as e: return e.name, e.__traceback__
