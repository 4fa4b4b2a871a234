# expect: stopped RecursionError
class D:
    def __set_name__(self, owner, name): self.__set_again()
    def __set_again(self): self.__set_again()


async def main():
    "use workflow"
    try:
        class C: d = D()
    except RuntimeError: return "swallowed"
