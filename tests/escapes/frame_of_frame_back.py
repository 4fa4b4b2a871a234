# expect: refused refused-attribute
async def main():
    "use workflow"
    x = None
    return x.f_back.f_globals
