# expect: refused refused-attribute
from vm import sleep


async def main():
    "use workflow"
    return sleep.__closure__
