# expect: refused refused-attribute
import html


async def main():
    "use workflow"
    return html.__spec__
