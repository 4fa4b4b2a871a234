# expect: stopped AccessRefused
async def main():
    "use workflow"
    g = (x for x in ())
    return getattr(g, 'gi_' + 'frame')
