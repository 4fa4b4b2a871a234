# expect: harmless [<class 'int'>, <class 'object'>]
async def main():
    "use workflow"
    return int.mro()
