# expect: stopped AttributeError


async def main():
    "use workflow"
    return {}.keys.func
