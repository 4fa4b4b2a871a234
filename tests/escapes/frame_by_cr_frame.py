# expect: refused refused-attribute
async def f(): pass


async def main():
    "use workflow"
    return f().cr_frame
