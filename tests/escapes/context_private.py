# expect: refused refused-attribute
from vm import gather


async def main():
    "use workflow"
    return gather.__self__
