# expect: stopped AccessRefused
async def g(): yield


async def main():
    "use workflow"
    return g().athrow(ValueError()).throw(ValueError())
