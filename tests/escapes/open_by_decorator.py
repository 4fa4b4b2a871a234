# expect: refused refused-builtin
async def main():
    "use workflow"
    @open
    def f(): pass
