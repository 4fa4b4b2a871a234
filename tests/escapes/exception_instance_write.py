# expect: refused refused-attribute
async def main():
    "use workflow"
    try: 1 / 0
    except ZeroDivisionError as e: e.__traceback__ = None
