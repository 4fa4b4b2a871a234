# expect: refused refused-pattern
async def main():
    "use workflow"
    try: 1 / 0
    except ZeroDivisionError as e:
        match e:
            case ZeroDivisionError(__traceback__=t): return t
