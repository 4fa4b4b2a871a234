class C:
    def __init__(self): self.x = 1


async def main():
    "use workflow"
    c = C()
    setattr(c, 'y', 2)
    delattr(c, 'x')
    return getattr(c, 'y'), getattr(c, 'zz', 'default'), hasattr(c, 'x'), vars(c), c.__dict__, getattr(c, '__class__') is C
