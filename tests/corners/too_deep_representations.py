class Shown:
    def __repr__(self):
        return repr(Shown())


async def main():
    "use workflow"
    return repr(Shown())
