# expect: refused refused-attribute
async def main():
    "use workflow"
    g = (g.gi_frame for _ in [1])
    return next(g)
