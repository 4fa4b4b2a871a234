class M:
    def __matmul__(self, o): return 'mm'
    def __imatmul__(self, o): return self


async def main():
    "use workflow"
    m = M()
    m @= 1
    return m @ 2
