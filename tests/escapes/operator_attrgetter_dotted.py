# expect: stopped AccessRefused
from operator import attrgetter
def f(): pass


async def main():
    "use workflow"
    return attrgetter("__class__.__base__")(f)
