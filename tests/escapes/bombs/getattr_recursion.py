# expect: stopped
class A:
    def __getattr__(self, name): return getattr(self, name + 'x')
async def main():
    "use workflow"
    return A().x
