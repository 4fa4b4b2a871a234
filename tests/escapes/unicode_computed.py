# expect: stopped AttributeError
def g(): yield


async def main():
    "use workflow"
    return getattr(g(), "gi_ｆrame")
