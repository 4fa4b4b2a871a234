# expect: refused refused-attribute
import workflow


async def main():
    "use workflow"
    return workflow.__builtins__
