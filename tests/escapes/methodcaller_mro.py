# expect: harmless [<class 'int'>, <class 'object'>]
import operator
async def main():
    "use workflow"
    return operator.methodcaller("mro")(int)
