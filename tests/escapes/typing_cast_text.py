# expect: refused refused-attribute
from typing import cast
async def main():
    "use workflow"
    return cast("__import__('os')", main).__code__
