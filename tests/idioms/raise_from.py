async def main():
    "use workflow"
    try:
        try: 1 / 0
        except ZeroDivisionError as e: raise ValueError('v') from e
    except ValueError as e:
        e.add_note('n')
        return repr(e.__cause__), e.__notes__, e.args, e.__suppress_context__
