# expect: stopped AccessRefused
class M:
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        self.t = trace
        return True
async def main():
    "use workflow"
    m = M()
    with m: 1/0
    return getattr(m.t, "tb_frame")
