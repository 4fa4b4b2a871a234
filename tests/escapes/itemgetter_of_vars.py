# expect: stopped AccessRefused
import operator
async def main():
    "use workflow"
    return operator.itemgetter("__builtins__")(vars())
