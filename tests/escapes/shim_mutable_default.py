# expect: refused refused-attribute
import textwrap
async def main():
    "use workflow"
    return textwrap.wrap.__defaults__, textwrap.wrap.__kwdefaults__
