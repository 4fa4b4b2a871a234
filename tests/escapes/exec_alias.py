# expect: refused refused-builtin
async def main():
    "use workflow"
    f = exec
    f("1")
