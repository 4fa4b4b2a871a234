# expect: stopped NotOffered
import types
async def main():
    "use workflow"
    return types.FunctionType, types.CodeType
