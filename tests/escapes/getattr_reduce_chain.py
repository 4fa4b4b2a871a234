# expect: stopped AccessRefused
import functools
async def main():
    "use workflow"
    return functools.reduce(getattr, "__class__.__base__".split("."), 1)
