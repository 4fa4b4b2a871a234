# expect: stopped AccessRefused
import operator
async def main():
    "use workflow"
    return operator.methodcaller("format", main)("{0.__globals__}")
