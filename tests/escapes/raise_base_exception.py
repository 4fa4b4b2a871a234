# expect: stopped BaseException
async def main():
    "use workflow"
    raise BaseException("out")
