# expect: stopped
class A:
    def __init_subclass__(cls):
        class C(cls): pass
async def main():
    "use workflow"
    class B(A): pass
