class Door:
    def __init__(self): self.log = []
    async def __aenter__(self):
        self.log.append("in")
        return self
    async def __aexit__(self, kind, error, trace):
        self.log.append(kind.__name__ if kind else "out")
        return True


async def main():
    "use workflow"
    door = Door()
    async with door as same:
        raise ValueError("x")
    return door.log, same is door
