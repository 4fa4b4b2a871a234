# expect: refused refused-attribute
async def main():
    "use workflow"
    return ().__ｃlass__.__ｂases__
