# expect: stopped
class A:
    def __set_name__(self, owner, name):
        while True: pass
async def main():
    "use workflow"
    class B: x = A()
