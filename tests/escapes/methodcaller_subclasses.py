# expect: stopped AccessRefused
import operator
async def main():
    "use workflow"
    return operator.methodcaller("__subclasses__")(object)
