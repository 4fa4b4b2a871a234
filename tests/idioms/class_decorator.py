def tagged(**tags):
    def apply(cls):
        cls.tags = tags
        return cls
    return apply
@tagged(color="red", size=3)
class Thing: pass


async def main():
    "use workflow"
    return Thing.tags, Thing().tags["size"], Thing.__name__
