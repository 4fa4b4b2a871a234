async def main():
    "use workflow"
    log = []
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError("k"), ExceptionGroup("h", [ValueError(2)])])
    except* ValueError as eg: log.append((type(eg).__name__, len(eg.exceptions)))
    except* KeyError as eg: log.append(eg.message)
    try:
        raise TypeError("plain")
    except* TypeError as eg: log.append(repr(eg.exceptions))
    return log
