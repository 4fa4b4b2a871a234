# expect: stopped GeneratorExit
async def main():
    "use workflow"
    raise GeneratorExit
