# expect: refused refused-builtin
async def main():
    "use workflow"
    try: raise ValueError
    finally:
        if True:
            with open: return 1
