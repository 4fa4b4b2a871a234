# expect: harmless ('<traceback object>', 'traceback')
class M:
    async def __aenter__(self): return self
    async def __aexit__(self, *a):
        self.t = a[2]
        return True
async def main():
    "use workflow"
    m = M()
    async with m: 1/0
    return repr(m.t), type(m.t).__name__
