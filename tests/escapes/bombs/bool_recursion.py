# expect: stopped
class A:
    def __bool__(self): return bool(self)
async def main():
    "use workflow"
    return not A()
