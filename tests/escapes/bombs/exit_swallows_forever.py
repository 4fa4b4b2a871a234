# expect: stopped
class S:
    def __enter__(self): pass
    def __exit__(self, *a): return True


async def main():
    "use workflow"
    while True:
        with S():
            while True: pass
