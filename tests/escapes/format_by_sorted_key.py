# expect: stopped AccessRefused
async def main():
    "use workflow"
    out = []
    sorted([1, 2], key=lambda v: out.append("{0.__class__.__mro__}".format(v)) or 0)
    return out
