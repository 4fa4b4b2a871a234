# expect: refused refused-attribute
import operator
async def main():
    "use workflow"
    return operator.attrgetter("x").__closure__
