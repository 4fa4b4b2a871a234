# expect: stopped MemoryError
class Swallow:
    def __enter__(self): return self
    def __exit__(self, *error): return True
async def main():
    "use workflow"
    with Swallow():
        raise MemoryError
    return "swallowed"
