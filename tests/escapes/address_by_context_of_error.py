# expect: harmless ('<function f> is not in list',)
def f(): pass


async def main():
    "use workflow"
    try:
        try: [].index(f)
        except ValueError: {}["a"]
    except KeyError as e: return e.__context__.args
