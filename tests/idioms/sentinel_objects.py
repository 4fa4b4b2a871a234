MISSING = object()
class Unset:
    def __repr__(self): return "UNSET"
    def __bool__(self): return False
UNSET = Unset()


async def main():
    "use workflow"
    def get(d, key, default=MISSING):
        found = d.get(key, MISSING)
        if found is not MISSING: return found
        if default is MISSING: raise KeyError(key)
        return default
    try: get({}, "a")
    except KeyError as e: missing = e.args
    return get({"a": None}, "a"), get({}, "b", 1), missing, repr(UNSET), UNSET or "default"
