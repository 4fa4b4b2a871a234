# expect: refused refused-super
class C:
    def m(self):
        s = super
        return s


async def main():
    "use workflow"
    return C().m()
