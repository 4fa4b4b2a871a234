# expect: stopped AccessRefused
class C:
    def m(self): return self.__hidden


async def main():
    "use workflow"
    return type(C().m)(C.m, 3)()
