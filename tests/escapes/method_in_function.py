# expect: refused refused-method
async def main():
    "use workflow"
    def __getattr__(name): pass
    return 1
