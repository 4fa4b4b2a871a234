# expect: stopped AccessRefused
from operator import methodcaller


async def main():
    "use workflow"
    return methodcaller("__subclasses__")(int)
