# expect: harmless "name 'x' is not defined"
async def main():
    "use workflow"
    n = 1
    try: x
    except NameError as n: return f"{n}"
