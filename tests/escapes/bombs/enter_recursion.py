# expect: stopped
class A:
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
async def main():
    "use workflow"
    with A(): pass
