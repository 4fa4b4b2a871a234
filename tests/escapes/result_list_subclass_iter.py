# expect: harmless [1]
class L(list):
    def __iter__(self):
        while True: yield 1
async def main():
    "use workflow"
    return L([1])
