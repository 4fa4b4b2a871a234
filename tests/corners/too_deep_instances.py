class Made:
    def __init__(self):
        self.inner = Made()


async def main():
    "use workflow"
    return Made()
