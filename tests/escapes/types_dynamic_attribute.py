# expect: refused refused-attribute
import types
async def main():
    "use workflow"
    return types.DynamicClassAttribute(print).fget.__self__
