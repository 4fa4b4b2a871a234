# expect: stopped AccessRefused
import operator
async def main():
    "use workflow"
    return operator.call(getattr, main, "__globals__")
