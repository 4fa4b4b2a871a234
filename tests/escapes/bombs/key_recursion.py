# expect: stopped
def f(x): return sorted([1, 2], key=f)
async def main():
    "use workflow"
    return f(1)
