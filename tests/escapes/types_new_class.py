# expect: stopped NotOffered
import types
async def main():
    "use workflow"
    return types.new_class("X", (), {"metaclass": type})
