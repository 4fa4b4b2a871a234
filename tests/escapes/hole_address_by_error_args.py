# expect: harmless '<function f> is not in list'
# hole: an error's args hold texts with addresses, which cross into the journal
def f(): pass


async def main():
    "use workflow"
    try: [].index(f)
    except ValueError as e: return e.args[0]
