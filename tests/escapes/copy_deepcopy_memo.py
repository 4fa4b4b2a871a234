# expect: harmless <class 'workflow.A'>
import copy
class A:
    def __deepcopy__(self, memo):
        memo.clear()
        memo[id(self)] = print
        return memo
async def main():
    "use workflow"
    a = A()
    return type(copy.deepcopy([a, a])[1])
