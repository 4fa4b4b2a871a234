# expect: harmless ['<function f> is not in list']
def f(): pass
class S:
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        self.args = list(error.args)
        return True


async def main():
    "use workflow"
    with S() as s: [].index(f)
    return s.args
