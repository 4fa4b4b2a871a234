# expect: stopped AccessRefused
def f(): pass
class M(dict):
    def __missing__(self, key): return f


async def main():
    "use workflow"
    return "{x.__globals__}".format_map(M())
