# expect: refused refused-import
from json import *


async def main():
    "use workflow"
    return 1
