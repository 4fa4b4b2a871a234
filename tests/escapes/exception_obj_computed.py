# expect: refused refused-attribute
async def main():
    "use workflow"
    try: (1).x
    except AttributeError as e: return getattr(e, "obj").__class__.__base__
