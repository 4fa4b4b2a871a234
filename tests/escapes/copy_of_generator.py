# expect: stopped Refused
import copy
def g(): yield


async def main():
    "use workflow"
    return copy.copy(g())
