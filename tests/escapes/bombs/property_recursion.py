# expect: stopped
class A:
    @property
    def x(self): return self.x
async def main():
    "use workflow"
    return A().x
