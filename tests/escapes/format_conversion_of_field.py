# expect: stopped ValueError
async def main():
    "use workflow"
    return "{0!r:{1.__class__}}".format(1, 2)
