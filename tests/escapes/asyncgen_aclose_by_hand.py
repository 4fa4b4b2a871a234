# expect: stopped AccessRefused
async def g(): yield


async def main():
    "use workflow"
    return g().aclose().send(None)
