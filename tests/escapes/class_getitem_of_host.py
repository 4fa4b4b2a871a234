# expect: refused refused-attribute
async def main():
    "use workflow"
    return list.__class_getitem__(int).__origin__.__subclasses__()
