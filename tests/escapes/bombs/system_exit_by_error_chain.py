# expect: stopped
async def main():
    "use workflow"
    try: raise ValueError
    except ValueError as e:
        raise e.__class__.__mro__[-2]
