# expect: harmless '<function f> is not in list'
def f(): pass


async def main():
    "use workflow"
    try: [].index(f)
    except ValueError as e: return e.args[0]
