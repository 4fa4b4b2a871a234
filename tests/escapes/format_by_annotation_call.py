# expect: refused refused-attribute
from typing import Annotated
async def main():
    "use workflow"
    f = Annotated[str, str.format].__metadata__[0]
    return f("{0.__globals__}", main)
