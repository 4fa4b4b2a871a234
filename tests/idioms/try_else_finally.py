def attempt(x):
    log = []
    try:
        log.append(10 // x)
    except ZeroDivisionError:
        log.append("zero")
    except (TypeError, ValueError) as e:
        log.append(type(e).__name__)
    else:
        log.append("fine")
    finally:
        log.append("end")
    return log


async def main():
    "use workflow"
    return [attempt(x) for x in (2, 0, "a")]
