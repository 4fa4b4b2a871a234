# expect: stopped AccessRefused
async def main():
    "use workflow"
    return "{self.__globals__}".format(**{"self": main})
