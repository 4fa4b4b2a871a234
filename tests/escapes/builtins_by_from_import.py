# expect: refused refused-name
from workflow import __builtins__


async def main():
    "use workflow"
    return 1
