class E(BaseException): pass


async def main():
    "use workflow"
    return E
