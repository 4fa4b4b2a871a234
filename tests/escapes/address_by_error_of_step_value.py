# expect: harmless "'<function f>' is not a duration"
def f(): pass


async def main():
    "use workflow"
    try: sleep(f)
    except Exception as e: return f"{e.args}".count("0x") or "'<function f>' is not a duration"
