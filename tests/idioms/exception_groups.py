async def main():
    "use workflow"
    found = []
    try: raise ExceptionGroup("several", [ValueError(1), TypeError(2), ExceptionGroup("inner", [ValueError(3)])])
    except ExceptionGroup as group:
        values, rest = group.split(ValueError)
        found.append((len(values.exceptions), len(rest.exceptions), group.message))
        found.append([str(e) for e in group.subgroup(lambda e: isinstance(e, TypeError)).exceptions])
    return found
