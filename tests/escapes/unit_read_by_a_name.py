# expect: stopped NameError
async def main():
    "use workflow"
    return unit, taken, compress
