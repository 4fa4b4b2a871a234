# expect: refused refused-name
import json as __ｂuiltins__


async def main():
    "use workflow"
    return 1
