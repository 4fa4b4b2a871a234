class Linked:
    @property
    def next(self):
        return Linked().next


async def main():
    "use workflow"
    return Linked().next
