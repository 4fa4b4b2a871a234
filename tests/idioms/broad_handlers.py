async def main():
    "use workflow"
    log = []
    for kind in (ValueError, RuntimeError, StopIteration, GeneratorExit):
        try: raise kind("x")
        except ValueError: log.append("narrow")
        except Exception as e: log.append(type(e).__name__)
        except BaseException as e: log.append("base " + type(e).__name__)
    try: 1 / 0
    except: log.append("bare")
    kinds = (KeyError, ZeroDivisionError)
    try: 1 / 0
    except kinds: log.append("computed")
    return log
