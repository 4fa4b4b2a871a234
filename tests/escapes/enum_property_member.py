# expect: refused refused-attribute
import enum
async def main():
    "use workflow"
    return enum.property(print).fget.__self__
