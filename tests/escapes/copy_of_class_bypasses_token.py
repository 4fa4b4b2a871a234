# expect: harmless (True, True)
import copy
class A: pass
async def main():
    "use workflow"
    return copy.deepcopy(A) is A, copy.copy(dict) is dict
