# expect: stopped Full
class Full(MemoryError): pass
async def main():
    "use workflow"
    try: raise Full
    except Full: return "swallowed"
