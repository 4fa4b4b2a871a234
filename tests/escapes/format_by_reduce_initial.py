# expect: stopped AccessRefused
import functools
async def main():
    "use workflow"
    return functools.reduce(str.format, [main], "{0.__globals__}")
