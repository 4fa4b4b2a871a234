# expect: stopped MemoryError
def early():
    try:
        try: raise MemoryError
        except Later: pass
    except NameError: return "swallowed"
found = early()
class Later(Exception): pass
async def main():
    "use workflow"
    return found
