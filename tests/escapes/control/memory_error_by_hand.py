# expect: stopped MemoryError
async def main():
    "use workflow"
    try: raise MemoryError
    except BaseException: return 'forged'
