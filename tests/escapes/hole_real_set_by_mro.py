# expect: harmless True
# hole: set.mro() hands out the real set


async def main():
    "use workflow"
    return type(set.mro()[-2]("ab")) is set
